internal import Lifecycle
internal import Requests

/// What `doctor` found, as people see it.
struct DoctorReport {
    let result: DoctorResult
    let wording: DoctorWording
    /// The path of the vault.
    let vault: String

    private var found: Examination { result.found }
    private var readings: AuditReport { result.readings }

    /// Why the doctor ends with exit 9; `nil` where nothing is damaged.
    var problem: Problem? {
        guard let first = result.damages.first else { return nil }
        var problem = Problem(first.error)
        if result.damages.count > 1 {
            problem.message =
                "The vault or its logs are damaged or were altered in \(result.damages.count) places."
        }
        problem.safe = Problem.untouched
        if let remedy = result.remedy { problem.hint = remedy.words(vault: vault) }
        return problem
    }

    /// What is wrong, what deserves a look, and what is whole.
    var facts: Facts {
        var facts = result.damages.map(wording.damage).map { words in
            Fact("DAMAGED", "\(words.check): \(words.message)", .bad)
        }
        for words in result.findings.map(wording.finding) {
            facts += [
                Fact("warning", "\(words.check): \(words.message)", .warning), Fact("", words.remedy),
            ]
        }
        if result.isOpen {
            // Which ones they are is only of interest where others are not.
            let all = found.damages.isEmpty ? "" : ": \(names(found.whole))"
            facts.append(Fact("intact", "\(count(found.whole.count, "token"))\(all)"))
            if !found.damaged.isEmpty {
                facts.append(
                    Fact("damaged", "\(count(found.damaged.count, "token")): \(names(found.damaged))", .bad))
            }
        }
        if !found.damagedAccounts.isEmpty {
            facts.append(
                Fact(
                    "damaged",
                    "\(count(found.damagedAccounts.count, "account")): \(names(found.damagedAccounts)); "
                        + "nothing is created, revoked or synced there until you log in again: "
                        + found.damagedAccounts.map { "lockstep login \($0.name.text)" }.joined(
                            separator: "; "), .bad))
        }
        if found.lost > 0 {
            facts.append(
                Fact("lost", "\(count(found.lost, "row")) missing or unreadable", .bad))
        }
        return Facts(facts, least: 7)
    }

    /// What follows from that.
    var sentences: [String] {
        var lines: [String] = []
        if !result.isOpen {
            lines.append("The vault does not open with what was given, so its contents could not be checked.")
        }
        if let salvage = result.salvage { lines.append(wording.salvage(salvage)) }
        if result.damages.isEmpty {
            lines.append(
                "Nothing is damaged: \(count(found.slots, "slot")), \(found.entries) audit entries, "
                    + "\(count(Int(readings.readings), "hand-out")) in "
                    + "\(count(Int(readings.files), "file")) of this machine, "
                    + "change \(found.counter). \(age)")
        }
        return lines
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
}
