internal import Lifecycle

/// What `doctor` found, as people and scripts see it.
struct DoctorReport {
    let found: Examination
    /// Whether the vault could be opened at all.
    let isOpen: Bool
    /// Warnings about what surrounds the vault.
    let around: [Check]

    /// One thing that was looked at and is not as it should be.
    struct Check {
        let name: String
        let message: String
        let remedy: String

        init(_ name: String, _ message: String, _ remedy: String) {
            (self.name, self.message, self.remedy) = (name, message, remedy)
        }
    }

    private var damages: [Check] { found.damages.map(Check.init) }

    /// What can be done about tokens that are not whole.
    private var salvage: String? {
        guard isOpen, !found.damages.isEmpty, !found.isOnlyOlder else { return nil }
        if found.stopsAll {
            return
                "Nothing is handed out from this file. What is listed as whole is safe in it, but is only usable "
                + "from a backup; without one, revoke the tokens at the provider's web page by their ids."
        }
        return
            "What is listed as whole is handed out as before (lockstep get). What is not: revoke it at the "
            + "provider's web page by its id, and make it anew under another label."
    }

    // MARK: For people

    var text: String {
        var lines = damages.map { "DAMAGED  \($0.name): \($0.message)" }
        lines += around.map { "warning  \($0.name): \($0.message)\n         \($0.remedy)" }
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
        if found.lost > 0 {
            lines.append("lost     \(count(found.lost, "row")) that cannot be read, or is missing")
        }
        if let salvage { lines.append(salvage) }
        if found.damages.isEmpty {
            lines.append(
                "The vault is as it was written: \(count(found.slots, "slot")), \(found.entries) audit entries, "
                    + "change \(found.counter).")
        }
        return lines.map {
            $0.split(separator: "\n").map { Printable.line(String($0)) }.joined(separator: "\n") + "\n"
        }
        .joined()
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    private func names(_ records: [Record]) -> String {
        records.isEmpty
            ? "none" : records.map { "\($0.label.text) (id \($0.token.id))" }.joined(separator: ", ")
    }

    // MARK: For scripts

    var json: JSON {
        .object([
            ("version", 1), ("ok", .bool(found.damages.isEmpty)), ("opened", .bool(isOpen)),
            ("damages", .array(damages.map(json))), ("warnings", .array(around.map(json))),
            ("whole", .array(found.whole.map(json))), ("damaged", .array(found.damaged.map(json))),
            ("lost", .number(Int64(found.lost))), ("salvage", .optional(salvage)),
            ("settings", .number(Int64(found.settings))),
            ("counter", .number(Int64(clamping: found.counter))),
            ("newest", .number(Int64(clamping: found.newest))),
        ])
    }

    private func json(_ check: Check) -> JSON {
        .object([
            ("check", .text(check.name)), ("message", .text(check.message)), ("remedy", .text(check.remedy)),
        ])
    }

    private func json(_ record: Record) -> JSON {
        .object([
            ("label", .text(record.label.text)), ("id", .number(record.token.id)),
            ("prefix", .text(record.token.prefix)),
        ])
    }
}

extension DoctorReport.Check {
    /// Says in words what is wrong at a place of the format.
    init(_ error: LedgerError) {
        let backup = "Put a backup in its place."
        guard error.code == .altered else {
            let problem = Problem(error)
            self.init(error.code == .older ? "older" : error.place, problem.message, problem.hint)
            return
        }
        let message =
            switch error.place {
            case "database": "Pages of the file are damaged, as by a bad disk or half a copy."
            case "schema", "user_version": "Tables, triggers or the version are not those of a vault."
            case "vault": "The vault's id is missing."
            case "slot": "A way to unlock the vault was changed, weakened, added or taken away."
            case "head": "The head does not open: nothing can be proven to be the newest."
            case "node": "Parts of the tree over all rows are damaged: rows below them are not proven."
            case "item", "record": "Rows were changed, put back, added or taken away."
            case "account": "The row of an account was changed: its provisioning token does not open."
            case "setting": "A setting of the vault was changed, or is not found by its name."
            case "string": "A token string does not open."
            case "name": "Labels do not lead where they should."
            case "journal": "The journal of unfinished operations was changed."
            case "audit": "The audit log was changed, or has a gap."
            default: "Something was altered (\(error.place))."
            }
        self.init(error.place, message, backup)
    }
}
