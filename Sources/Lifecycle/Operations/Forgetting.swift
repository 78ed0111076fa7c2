package import Secrets

/// Wipes a record without revoking its token, for an account at the provider that is out of reach for good.
package struct Forgetting: StateMachine {
    package static let number: UInt8 = 5
    package static let name = "forget"

    /// What it is about.
    package var subject: Subject
    /// The provider's id of the token, which may live on.
    package let token: TokenID
    /// The generation of the record.
    package let generation: UInt32
    /// What the journal has of the record goes in the same transaction: a record that is on its way out, and that no operation
    /// leads there, would never get there. Not in the journal: it is done with the first step.
    private var dropped: [Change] = []

    /// Describes the forgetting of a record. It has one state: the record is wiped, the log and the free pages are being cleaned.
    package init(_ subject: Subject, token: TokenID, generation: UInt32) {
        (self.subject, self.token, self.generation) = (subject, token, generation)
    }

    /// Drops an operation on the record, which this process has claimed, with the changes that give back what it holds.
    mutating func drop(_ id: OperationID, _ changes: [Change]) { dropped += changes + [.drop(id)] }

    package mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch event {
        case .begin:
            let entry = AuditEntry(
                .forgotten, time: now, label: subject.label.text, token: token, generation: generation,
                caller: subject.origin?.caller)
            let changes = dropped + [.forget(subject.record, at: now), .note(entry)]
            dropped = []
            return Step(changes, .scrub)
        case .resume, .paused: return Step([], .scrub)
        case .scrubbed, .abandoned: return Step([], .finish(.done))
        case .scrubFailed(let error):
            return Step([], .finish(.pending(error.code == .busy ? .notScrubbed : .ledger(error))))
        case .answer, .failure, .listing: return impossible(event)
        }
    }
}

extension Forgetting {
    package func encode(to writer: inout Writer) {
        subject.encode(to: &writer)
        writer.optional(subject.origin) { $1.encode(to: &$0) }
        token.encode(to: &writer)
        writer.number(generation)
    }

    package init(from reader: inout Reader) throws(SecretsError) {
        var subject = try Subject(from: &reader)
        subject.origin = try reader.optional { (reader) throws(SecretsError) in try Origin(from: &reader) }
        self.init(subject, token: try TokenID(from: &reader), generation: try reader.number())
    }
}
