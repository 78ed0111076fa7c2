internal import Lifecycle

// What `doctor` found.

/// What one thing that the doctor found is called.
package struct DoctorWords: Hashable, Sendable {
    /// What was looked at, in a word.
    package let check: String
    /// What is the matter with it, in a sentence.
    package let message: String
    /// What helps; empty for nothing.
    package let remedy: String

    /// Joins them.
    package init(_ check: String, _ message: String, _ remedy: String) {
        (self.check, self.message, self.remedy) = (check, message, remedy)
    }

    fileprivate var json: JSON {
        .object([("check", .text(check)), ("message", .text(message)), ("remedy", .text(remedy))])
    }
}

/// The words of a face for what the doctor found.
package struct DoctorWording {
    /// Of something that is damaged.
    package let damage: (DoctorResult.Damage) -> DoctorWords
    /// Of something that deserves a look.
    package let finding: (DoctorResult.Finding) -> DoctorWords
    /// Of what can be done about tokens that are not whole.
    package let salvage: (DoctorResult.Salvage) -> String

    /// Joins them.
    package init(
        damage: @escaping (DoctorResult.Damage) -> DoctorWords,
        finding: @escaping (DoctorResult.Finding) -> DoctorWords,
        salvage: @escaping (DoctorResult.Salvage) -> String
    ) { (self.damage, self.finding, self.salvage) = (damage, finding, salvage) }
}

extension DoctorResult {
    /// What was found.
    package func json(_ wording: borrowing DoctorWording) -> JSON {
        let (damage, finding) = (wording.damage, wording.finding)
        return .answer([
            ("ok", .bool(damages.isEmpty)), ("opened", .bool(isOpen)),
            ("damages", .array(damages.map { damage($0).json })),
            ("warnings", .array(findings.map { finding($0).json })),
            ("whole", .array(found.whole.map(\.named))), ("damaged", .array(found.damaged.map(\.named))),
            ("damagedAccounts", .texts(found.damagedAccounts.map(\.name.text))),
            ("lost", .count(found.lost)), ("salvage", .optional(salvage.map(wording.salvage))),
            ("settings", .count(found.settings)), ("counter", .count(found.counter)),
            ("newest", .count(found.newest)), ("readings", .count(readings.readings)),
        ])
    }
}

extension JSON {
    /// That an older copy, or a damaged log, was accepted; or that there was none.
    package static func accepted(_ isDone: Bool) -> JSON { .answer([("accepted", .bool(isDone))]) }

    /// That something was mended; or that there was nothing to mend.
    package static func repaired(_ isDone: Bool) -> JSON { .answer([("repaired", .bool(isDone))]) }
}

extension Record {
    fileprivate var named: JSON {
        .object([
            ("label", .text(label.text)), ("id", .id(token.id)), ("prefix", .text(token.prefix)),
        ])
    }
}
