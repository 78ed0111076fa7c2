/// Puts a new token in the place of one: creates the next generation, proves it, hands it out from then on, and revokes the one before it
/// once its overlap is over.
///
/// Until the new one is proven the old one stays in force, whatever happens. One change makes the one current and the other retiring.
package struct Rotation: StateMachine {
    package static let number: UInt8 = 8
    package static let name = "rotate"

    /// Where it stands, as the journal has it.
    package enum State: Hashable, Sendable {
        /// The next generation is created, or undone.
        case creating(Creation)
        /// It is sealed and has its label: the string is tried at the provider, so many more times.
        case probing(Token, looks: UInt16)
        /// It is handed out; the one before it is kept until a moment.
        case resting(until: Instant)
        /// The one before it is revoked.
        case revoking(Revocation)
    }

    /// How long the old token is kept once the new one is handed out.
    package struct Overlap: Hashable, Sendable {
        /// At most so many seconds; none for a revocation at once.
        package var seconds: UInt32
        /// Whether it ends as soon as all known readers have the new one.
        package var endsWhenRead: Bool

        /// Describes an overlap.
        package init(seconds: UInt32, endsWhenRead: Bool = false) {
            (self.seconds, self.endsWhenRead) = (seconds, endsWhenRead)
        }
    }

    /// What it is about: the record of the old token.
    package var subject: Subject
    /// The provider's id of the old token.
    package let token: TokenID
    /// The record of the new token.
    package let successor: RecordID
    /// Its number under the label.
    package let generation: UInt32
    /// The scopes that it is to have.
    package let scopes: Scopes
    /// The expiry that it is to have.
    package let expiry: Expiry
    /// The nonce of this one attempt.
    package let nonce: Nonce
    /// How long the old one is kept.
    package let overlap: Overlap
    /// Where it stands.
    package internal(set) var state: State

    /// Describes the rotation of a record's token, with a fresh nonce.
    package init(
        _ subject: Subject, token: TokenID, generation: UInt32, scopes: Scopes, expiry: Expiry,
        overlap: Overlap, successor: RecordID = RecordID(), nonce: Nonce = Nonce()
    ) {
        (self.subject, self.token, self.successor) = (subject, token, successor)
        (self.generation, self.scopes, self.expiry) = (generation, scopes, expiry)
        (self.nonce, self.overlap) = (nonce, overlap)
        state = .creating(Creation(subject, scopes: scopes, expiry: expiry, nonce: nonce))
        state = .creating(creation(.asking))
    }

    /// The child that creates the next generation.
    func creation(_ state: Creation.State) -> Creation {
        var creation = Creation(
            creationSubject, scopes: scopes, expiry: expiry, nonce: nonce, state: state)
        creation.succession = Succession(after: subject.record, generation: generation)
        return creation
    }

    /// The same subject, about the new record.
    var creationSubject: Subject {
        var subject = subject
        subject.record = successor
        return subject
    }

    package var records: [RecordID] { [subject.record, successor] }

    package var looksAt: RecordID {
        if case .creating = state { successor } else { subject.record }
    }

    package var waiting: Waiting {
        switch state {
        case .creating(let creation):
            if case .watching = creation.state { .listing } else { Waiting(after: subject.setback) }
        case .resting(let until): .rest(until: until)
        case .probing, .revoking: Waiting(after: subject.setback)
        }
    }

    package var isUndoneBySync: Bool {
        if case .creating(let creation) = state { creation.isUndoneBySync } else { false }
    }

    package var provisionalNonce: Nonce? {
        if case .creating = state { nonce } else { nil }
    }

    /// Takes an event and says what is done next.
    package mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch state {
        case .creating(let creation): onCreating(event, creation, now, rules)
        case .probing(let token, let looks): onProbing(event, token, looks, now, rules)
        case .resting(let until): onResting(event, until, now, rules)
        case .revoking(let revocation): onRevoking(event, revocation, now, rules)
        }
    }
}
