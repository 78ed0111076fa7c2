internal import Lifecycle
internal import Requests

/// What `doctor` found, as people and scripts see it.
struct DoctorReport {
    let found: Examination
    /// The path of the vault.
    let vault: String
    /// Whether the vault could be opened at all.
    let isOpen: Bool
    /// Warnings about what surrounds the vault.
    let around: [Check]
    /// What was found in this machine's reading log.
    let readings: AuditReport

    /// One thing that was looked at and is not as it should be.
    struct Check {
        let name: String
        let message: String
        let remedy: String

        init(_ name: String, _ message: String, _ remedy: String) {
            (self.name, self.message, self.remedy) = (name, message, remedy)
        }
    }

    private var damages: [Check] {
        found.damages.map { Check($0, remedy: remedy) }
            + readings.damages.map { Check($0, remedy: DoctorReport.logRemedy) }
    }

    /// Why the doctor ends with exit 9; `nil` where nothing is damaged.
    var problem: Problem? {
        guard let first = found.damages.first ?? readings.damages.first else { return nil }
        var problem = Problem(first)
        let count = found.damages.count + readings.damages.count
        if count > 1 {
            problem.message = "The vault or its logs are damaged or were altered in \(count) places."
        }
        problem.safe = Problem.untouched
        if found.damages.isEmpty {
            problem.hint = DoctorReport.logRemedy
        } else if found.isOnlyTwice {
            problem.hint = DoctorReport.twiceRemedy
        } else if !found.canBeAccepted {
            problem.hint = remedy
        }
        return problem
    }

    /// What to do where one of two places is damaged.
    fileprivate static let twiceRemedy = "Mend it from the other one: lockstep doctor --repair"

    /// What to do with a reading log that is damaged.
    private static let logRemedy =
        "Put the log back, if you have a copy. Otherwise count every token as read that it could have named, and have "
        + "hand-outs go on: lockstep doctor --accept-log"

    /// What to do with a vault that is damaged.
    var remedy: String {
        "Try first: lockstep doctor --repair. Where that does not help, move \(vault), \(vault)-wal and \(vault)-shm aside, put a copy that you made earlier in their place, "
            + "then: lockstep doctor --accept-older"
    }

    /// What can be done about tokens that are not whole.
    private var salvage: String? {
        guard isOpen, !found.damages.isEmpty, !found.canBeAccepted, !found.isOnlyTwice else { return nil }
        if found.stopsAll {
            return
                "Nothing is handed out from this file, also not what is listed as whole. Without a copy made earlier, "
                + "revoke the tokens at the provider's web page by their ids."
        }
        guard found.damagedAccounts.isEmpty, !found.damages.contains(where: { $0.part == .account }) else {
            return
                "What is listed as whole is handed out as before (lockstep get). Without a copy made earlier, move to a "
                + "new vault: lockstep init --vault NEW; lockstep login --vault NEW; then, for each token, "
                + "lockstep get LABEL | lockstep adopt LABEL --vault NEW"
        }
        return
            "What is listed as whole is handed out as before (lockstep get). What is not: revoke it at the "
            + "provider's web page by its id, and make it anew under another label."
    }

    // MARK: For people

    var text: String {
        var lines = damages.map { "DAMAGED  \($0.name): \($0.message)" }
        lines += around.map {
            "warning  \($0.name): \($0.message)" + ($0.remedy.isEmpty ? "" : "\n         \($0.remedy)")
        }
        if isOpen {
            // Which ones they are is only of interest where others are not.
            let all = found.damages.isEmpty ? "" : ": \(names(found.whole))"
            lines.append("whole    \(count(found.whole.count, "token"))\(all)")
            if !found.damaged.isEmpty {
                lines.append("damaged  \(count(found.damaged.count, "token")): \(names(found.damaged))")
            }
        } else {
            lines.append("The vault does not open with what was given; what is in it could not be looked at.")
        }
        if !found.damagedAccounts.isEmpty {
            lines.append(
                "damaged  \(count(found.damagedAccounts.count, "account")): \(names(found.damagedAccounts)); "
                    + "nothing is created, revoked or synced there before it is logged in again: "
                    + found.damagedAccounts.map { "lockstep login \($0.name.text)" }.joined(separator: "; ")
            )
        }
        if found.lost > 0 {
            lines.append("lost     \(count(found.lost, "row")) that cannot be read, or is missing")
        }
        if let salvage { lines.append(salvage) }
        if found.damages.isEmpty, readings.damages.isEmpty {
            lines.append(
                "Nothing is damaged: \(count(found.slots, "slot")), \(found.entries) audit entries, "
                    + "\(count(Int(readings.readings), "hand-out")) in \(count(Int(readings.files), "file")) of this machine, "
                    + "change \(found.counter). \(age)")
        }
        return lines.map {
            $0.split(separator: "\n").map { Printable.line(String($0)) }.joined(separator: "\n") + "\n"
        }
        .joined()
    }

    /// Whether it can be the newest: a copy that lacks the last changes is as whole as one that has them.
    private var age: String {
        found.newest == 0
            ? "This machine had not seen this vault before, so it cannot tell whether a newer one exists."
            : "This machine has seen no newer one."
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    private func names(_ records: [Record]) -> String {
        records.isEmpty
            ? "none" : records.map { "\($0.label.text) (id \($0.token.id))" }.joined(separator: ", ")
    }

    private func names(_ accounts: [Account]) -> String {
        accounts.map(\.name.text).joined(separator: ", ")
    }

    // MARK: For scripts

    var json: JSON {
        .object([
            ("version", 1), ("ok", .bool(found.damages.isEmpty && readings.damages.isEmpty)),
            ("opened", .bool(isOpen)),
            ("damages", .array(damages.map(json))), ("warnings", .array(around.map(json))),
            ("whole", .array(found.whole.map(json))), ("damaged", .array(found.damaged.map(json))),
            ("damagedAccounts", .array(found.damagedAccounts.map { .text($0.name.text) })),
            ("lost", .number(Int64(found.lost))), ("salvage", .optional(salvage)),
            ("settings", .number(Int64(found.settings))),
            ("counter", .number(Int64(clamping: found.counter))),
            ("newest", .number(Int64(clamping: found.newest))),
            ("readings", .number(Int64(clamping: readings.readings))),
        ])
    }

    private func json(_ check: Check) -> JSON {
        .object([
            ("check", .text(check.name)), ("message", .text(check.message)), ("remedy", .text(check.remedy)),
        ])
    }

    private func json(_ record: Record) -> JSON {
        .object([
            ("label", .text(record.label.text)), ("id", .id(record.token.id)),
            ("prefix", .text(record.token.prefix)),
        ])
    }
}

extension DoctorReport.Check {
    /// Says in words what is wrong at a place of the format.
    init(_ error: LedgerError, remedy: String) {
        guard error.code == .altered else {
            let problem = Problem(error)
            let name = [LedgerError.Code.older: "older", .forked: "forked"][error.code]
            self.init(name ?? error.part.rawValue, problem.message, problem.hint)
            return
        }
        let message =
            switch error.part {
            case .database: "Pages of the file are damaged, as by a bad disk or half a copy."
            case .schema, .userVersion: "Tables, triggers or the version are not those of a vault."
            case .vault: "The vault's id is missing."
            case .slot: "A way to unlock the vault was changed, weakened, added or taken away."
            case .head: "The head does not open: nothing can be proven to be the newest."
            case .stray: "Rows were copied in that belong to nothing. No command reads them."
            case .node: "Parts of the tree over all rows are damaged: rows below them are not proven."
            case .item, .record: "Rows were changed, put back, added or taken away."
            case .setting: "A setting of the vault was changed, or is not found by its name."
            case .account: "The row of an account was changed: its provisioning token is not used."
            case .string: "A token string does not open."
            case .name: "Labels do not lead where they should."
            case .journal:
                "The journal of unfinished operations was changed: they cannot be finished from this file."
            case .audit, .change: "The audit log was changed, or has a gap."
            case .first: "The first place of slots, head and id is damaged. The vault opens by the second."
            case .second: "The second place of slots, head and id is damaged. The vault opens by the first."
            case .door: "The vault's id is damaged in both of its places."
            case .cell: "The sealed string of a token or an account was changed, moved or put back."
            case .free: "The list of free places in the file was changed."
            case .reading, .writer, .archive:
                "The reading log \(error.path ?? "of this machine") was changed, or has a gap."
            case .state, .host: "What this machine keeps of the vault it has seen is damaged."
            default: "Something was altered (\(error.part.rawValue))."
            }
        let isTwice = [.first, .second].contains(error.part)
        self.init(error.part.rawValue, message, isTwice ? DoctorReport.twiceRemedy : remedy)
    }
}
