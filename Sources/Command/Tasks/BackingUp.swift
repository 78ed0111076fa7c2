internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

/// Takes a backup, or proves one.
struct BackingUp {
    let context: Context
    let path: String

    func run(keeping most: Int?) throws(Problem) {
        try context.requireVault()
        let isFolder = (try? FileStatus(of: path))?.kind == .folder
        if most != nil, !isFolder {
            throw .usage(
                "--keep is for a folder, and \(Printable.quoted(path)) is none.",
                hint: "Create it first: mkdir -p \(Printable.argument(path))")
        }
        try context.requireForeign(path, "No backup was taken")
        let report = try vault { () throws(LedgerError) in
            isFolder
                ? try context.door.backUp(into: path, keeping: most, at: context.now)
                : try context.door.backUp(to: path, at: context.now)
        }
        guard !context.options.json else { return try context.console.print(report.json) }
        context.console.note("Backed up change \(report.counter) to \(Printable.quoted(report.path)).")
        for old in report.removed { context.console.note("Removed the older \(Printable.quoted(old)).") }
    }

    func verify() throws(Problem) {
        let checked = try context.checked(backup: path)
        guard !context.options.json else { return try context.console.print(checked.json) }
        context.console.note(
            "\(Printable.quoted(path)) is intact: all of its \(checked.report.rows) rows were proven.")
        try context.console.print(Facts(checked.facts(now: context.now)))
    }
}

extension Context {
    /// A backup, once it was opened and every row of it proven.
    func checked(backup path: String) throws(Problem) -> CheckedBackup {
        let unlocking: Unlocking
        if let given = try unlockingWithoutPerson() {
            unlocking = given
        } else {
            unlocking = .passphrase(
                try terminal.secret("Passphrase of the backup", otherwise: Terminal.passphraseElsewhere))
        }
        let ticker = Ticker("Proving the backup:", console)
        defer { ticker.stop() }
        do throws(LedgerError) { return try door.check(backup: path, unlocking) } catch {
            throw Problem(error)
        }
    }
}

extension CheckedBackup {
    /// What a person wants to know of it.
    func facts(now: Instant) -> [Fact] {
        [
            Fact("taken", "\(report.taken.local) (\(Times.relative(report.taken, now: now)))"),
            Fact("last change", changed.map { "\($0.local) (number \(report.counter))" } ?? ""),
            Fact("holds", "\(count(tokens, "token")), \(count(accounts, "account"))"),
            Fact("compared", comparison),
        ]
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// How it stands to what this machine has seen.
    var comparison: String {
        switch standing {
        case .unseen: "this machine has not seen this vault, so it cannot tell whether there is a newer state"
        case .newest: "this machine has seen no newer state of the vault"
        case .older(let newest): "older: this machine has seen change \(newest) of the vault"
        case .forked(let newest):
            "the vault went another way since; this machine has seen change \(newest) of it"
        }
    }

    /// What scripts get.
    var json: JSON {
        let word =
            switch standing {
            case .unseen: "unseen"
            case .newest: "newest"
            case .older: "older"
            case .forked: "forked"
            }
        return .answer(
            report.members + [
                ("changed", .moment(changed)), ("tokens", .number(Int64(tokens))),
                ("accounts", .number(Int64(accounts))), ("standing", .text(word)),
            ])
    }
}

extension BackupReport {
    /// What scripts get.
    var json: JSON { .answer(members + [("removed", .texts(removed))]) }

    fileprivate var members: [(String, JSON)] {
        [
            ("file", .text(path)), ("taken", .moment(taken)), ("counter", .number(Int64(clamping: counter))),
            ("rows", .number(Int64(clamping: rows))),
        ]
    }
}
