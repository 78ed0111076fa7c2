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
                caller: subject.origin?.caller, interface: subject.origin?.interface)
            let changes = dropped + [.forget(subject.record, at: now), .note(entry)]
            dropped = []
            return Step(changes, .scrub)
        case .resume, .paused: return Step([], .scrub)
        case .scrubbed, .abandoned: return Step([], .finish(.done))
        case .scrubFailed(let error):
            return Step([], .finish(.pending(error.code == .busy ? .notScrubbed : .ledger(error))))
        case .answer, .failure, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }
}

extension Forgetting {
    package var fields: NumberedFields {
        var fields = subject.fields
        fields.set(0x90) { token.encode(to: &$0) }
        fields.set(0x91, generation)
        return fields
    }

    package init(fields: NumberedFields) throws(SecretsError) {
        self.init(
            try Subject(fields, knowing: [0x90, 0x91]), token: try fields.required(0x90, TokenID.init(from:)),
            generation: try fields.required(0x91) { (reader) throws(SecretsError) in try reader.number() })
    }

    package init(format1 reader: inout Reader) throws(SecretsError) {
        self.init(
            try Subject(format1WithOrigin: &reader), token: try TokenID(from: &reader),
            generation: try reader.number())
    }
}
