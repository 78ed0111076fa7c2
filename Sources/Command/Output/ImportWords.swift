internal import Imports
internal import Requests

/// What came of an import, in words.
struct ImportWords {
    let rows: [ImportedString]
    let isRehearsal: Bool

    static func count(_ count: Int) -> String { count == 1 ? "1 token string" : "\(count) token strings" }

    /// Names, the first of many.
    static func named(_ names: [String]) -> String {
        let shown = names.prefix(4).map(Printable.quoted).joined(separator: ", ")
        return shown + (names.count > 4 ? " and \(names.count - 4) more" : "")
    }

    static func taken(_ count: Int, _ file: String) -> String {
        "Took \(ImportWords.count(count)) out of \(Printable.quoted(file)). Backups, editors' files, version control "
            + "and shell history may still have \(count == 1 ? "it" : "them"): lockstep leak FOLDER looks there, and "
            + "lockstep rotate LABEL makes \(count == 1 ? "it" : "them") worthless."
    }

    /// Why nothing can be taken out of a file.
    static func inTheWay(_ error: TakingError, _ name: String) -> String {
        switch error {
        case .notRegular: "\(name) is a link or no regular file, so it is not changed."
        case .foreign: "\(name) belongs to another user, so it is not changed."
        case .otherNames: "\(name) has other names (hard links), so it is not changed."
        case .special: "\(name) is mounted by itself or has an access control list, so it is not changed."
        case .changed: "\(name) was changed in the meantime, so it is not changed again."
        case .unwritable(let number): "\(name) cannot be replaced: \(System.error(number))."
        case .notDurable(let number):
            "\(name) was replaced, but a power cut may bring the old one back: \(System.error(number))."
        }
    }

    /// How to go on.
    func notes(_ kind: ImportSource.Kind) -> [String] {
        var notes: [String] = []
        let usable = rows.filter { [.sealed, .known].contains($0.fate) }.compactMap(\.label)
        if let label = usable.first, !isRehearsal {
            let command = kind == .linodeCLI ? "linode-cli" : "COMMAND"
            notes.append("To use it: lockstep run \(Printable.argument(label)) -- \(command)")
        }
        if kind == .environment, let file = rows.first(where: \.isTaken)?.source {
            notes.append(
                "References stand in the file now: lockstep run --env-file \(Printable.argument(file)) -- COMMAND"
            )
        }
        if rows.contains(where: { $0.fate == .odd }) {
            notes.append(
                "What does not have the form of a token string was not sent anywhere. To seal it anyway: lockstep adopt LABEL"
            )
        }
        return notes
    }

    /// That some are alive, and not in the vault.
    var problem: Problem? {
        let foreign = rows.filter { $0.fate == .foreign }
        if !foreign.isEmpty {
            let users = Array(Set(foreign.compactMap(\.user))).sorted()
            return Problem(
                .absent, .noAccount,
                "\(ImportWords.count(foreign.count)) \(foreign.count == 1 ? "belongs" : "belong") to "
                    + "\(ImportWords.named(users)), and no account of this vault does.",
                safe: "\(foreign.count == 1 ? "It stays where it is." : "They stay where they are.")",
                hint: "Log in with a provisioning token of that user, then import again: lockstep login")
        }
        let elsewhere = rows.filter { $0.fate == .elsewhere }
        if !elsewhere.isEmpty {
            return Problem(
                .absent, .noAccount,
                "\(ImportWords.count(elsewhere.count)) \(elsewhere.count == 1 ? "is" : "are") for an address where no "
                    + "account is.",
                safe: "Nothing was sent there.",
                hint: "Log in there, then import again: lockstep login NAME --url ADDRESS")
        }
        guard rows.contains(where: { $0.fate == .unlisted }) else { return nil }
        return Problem(
            .absent, .noToken,
            "A token string works, but the provider does not list its token: an application's, or one that is not "
                + "a personal access token.",
            safe: "It stays where it is.", hint: "See: lockstep list --remote")
    }
}

extension Table {
    /// What was found, and what became of it.
    init(imported rows: [ImportedString]) {
        self.init(
            Column("SOURCE", .broken, rank: 3), Column("NAME", .label), Column("LINE", rank: 2),
            Column("LABEL", .label), Column("ACCOUNT", rank: 1), Column("RESULT", .wrapped))
        for row in rows {
            add(
                Cell(row.source), Cell(row.name), Cell(String(row.line)), Cell(row.label ?? ""),
                Cell(row.account ?? ""), Cell(row.words, row.isLeft ? .bad : .plain))
        }
        dropEmpty("LABEL")
    }
}

extension ImportedString {
    fileprivate var words: String {
        let taken = isTaken ? ", taken out" : ""
        return switch fate {
        case .sealed: "sealed" + taken
        case .ready: "would be sealed"
        case .known: "in the vault already" + taken
        case .provisioning: "the account's provisioning token"
        case .dead: "dead: the provider refuses it"
        case .foreign: "left: belongs to \(user ?? "another user")"
        case .unlisted: "left: not listed by the provider"
        case .elsewhere: "left: for another address"
        case .odd: "left: not a token string"
        case .failed: "left: \(reason ?? "failed")"
        case .skipped: "left: not tried"
        }
    }
}

extension Problem {
    static func taking(_ error: TakingError, _ file: String) -> Problem {
        let hint =
            switch error {
            case .notRegular, .otherNames: "Name the file itself, or remove the string by hand."
            case .foreign: "Have its owner remove the string."
            case .special: "Remove the string by hand."
            case .changed: "Run the same command again."
            case .unwritable(let number): System.remedy(number)
            case .notDurable: "Once the disk works again, run the same command again."
            }
        return Problem(
            .unwritable, .unwritable, ImportWords.inTheWay(error, Printable.quoted(file)),
            safe: "The tokens are in the vault.", hint: hint)
    }
}
