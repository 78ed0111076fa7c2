/// Revokes and purges a token: mark, delete, prove with the token itself, purge, scrub.
package struct Revocation: StateMachine {
    package static let number: UInt8 = 4
    package static let name = "revoke"

    /// Where it stands, as the journal has it.
    package enum State: Hashable, Sendable {
        /// The record is marked; the deletion may be on its way.
        case deleting
        /// The provider says that the token is gone: the token itself is tried, so many more times.
        case proving(Proof.Deletion, looks: UInt16)
        /// Purged; the log and the free pages are being cleaned.
        case scrubbing
    }

    /// Why the token is revoked.
    package enum Cause: UInt8, Sendable, CaseIterable {
        /// Somebody asked for it.
        case asked = 1
        /// A creation is undone.
        case undo = 2
        /// It is missing from the provider's listing: purged only if it is really dead, else kept.
        case vanished = 3
        /// The next generation has taken its place.
        case succeeded = 4
        /// The run that it was made for is over.
        case ended = 5
    }

    /// What it is about.
    package var subject: Subject
    /// The provider's id of the token.
    package let token: TokenID
    /// Why.
    package let cause: Cause
    /// Where it stands.
    package internal(set) var state: State

    /// Whether the record is marked already, and no operation in the journal leads on from there.
    private var isMarked = false

    /// Describes a revocation; `isMarked` for a record that is revoking, and that no operation takes up.
    package init(_ subject: Subject, token: TokenID, cause: Cause, isMarked: Bool = false) {
        self.init(
            subject, token: token, cause: cause,
            state: cause == .vanished ? .proving(.unasked, looks: 1) : .deleting)
        self.isMarked = isMarked
    }

    init(_ subject: Subject, token: TokenID, cause: Cause, state: State) {
        self.subject = subject
        self.token = token
        self.cause = cause
        self.state = state
    }

    /// Takes an event and says what is done next.
    package mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch state {
        case .deleting: onDeleting(event, now)
        case .proving(let deletion, let looks): onProving(event, deletion, looks, now)
        case .scrubbing: onScrubbing(event)
        }
    }

    package func overtaken(by record: Record?) -> Outcome? {
        switch record?.state {
        case .revoking: .elsewhere
        case .gone: record?.receipt == nil ? .failed(.abandoned) : .endedElsewhere
        case .creating, .active, .retiring, nil: nil
        }
    }

    private mutating func onDeleting(_ event: Event, _ now: Instant) -> Step {
        switch event {
        case .begin:
            let marking = isMarked ? [] : [Change.move(subject.record, to: .revoking)]
            let begun = subject.note(.revokeBegun, at: now, token: token, detail: cause.word)
            return Step(marking + [begun], .ask(.delete(token)))
        case .resume(let record) where record == nil || record?.state == .gone: return wiped(record)
        case .resume, .paused: return Step([], .ask(.delete(token)))
        case .answer(.deleted): return proving(.deleted)
        case .answer(.absent): return proving(.absent)
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    private mutating func proving(_ deletion: Proof.Deletion) -> Step {
        state = .proving(deletion, looks: subject.looks)
        return Step([], .probe(subject.record))
    }

    private mutating func onProving(
        _ event: Event, _ deletion: Proof.Deletion, _ looks: UInt16, _ now: Instant
    ) -> Step {
        switch event {
        case .failure(let failure) where failure.code == .deadCredential:
            state = .scrubbing
            return Step(
                [
                    .purge(subject.record, proof: Proof(deletion: deletion, refused: now)),
                    subject.note(.revokedAndPurged, at: now, token: token, detail: cause.word),
                ], .scrub)
        case .answer(.identity): return alive(deletion, looks)
        case .failure(let failure) where failure.code == .missingScope:
            // The token was recognised, so it lives; asking who it is needs no scope, but let us not rely on that.
            return alive(deletion, looks)
        case .resume(let record) where record == nil || record?.state == .gone: return wiped(record)
        case .begin, .resume, .paused: return Step([], .probe(subject.record))
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    /// Another process wiped the record between two looks. With a receipt it was revoked, and only the cleaning may be left; without
    /// one it was forgotten, and nobody proved that the token is dead.
    private mutating func wiped(_ record: Record?) -> Step {
        guard record?.receipt != nil else { return Step([], .finish(.failed(.abandoned))) }
        state = .scrubbing
        return Step([], .scrub)
    }

    private mutating func alive(_ deletion: Proof.Deletion, _ looks: UInt16) -> Step {
        guard cause != .vanished else { return Step([], .finish(.kept(.stillAlive))) }
        guard looks <= 1 else {
            state = .proving(deletion, looks: looks - 1)
            return Step([], .pause(milliseconds: 1000))
        }
        state = .deleting  // the next `sync` asks for the deletion again
        return Step([], .finish(.pending(.stillAlive)))
    }

    private func onScrubbing(_ event: Event) -> Step {
        switch event {
        case .scrubbed: Step([], .finish(.done))
        case .scrubFailed(let error):
            Step([], .finish(.pending(error.code == .busy ? .notScrubbed : .ledger(error))))
        case .begin, .resume, .paused: Step([], .scrub)
        case .abandoned: Step([], .finish(.failed(.abandoned)))
        case .answer, .failure, .listing, .resealed, .resealFailed, .fetched, .replaced: impossible(event)
        }
    }
}

extension Revocation.Cause {
    var word: String {
        switch self {
        case .asked: "asked"
        case .undo: "undo"
        case .vanished: "vanished"
        case .succeeded: "succeeded"
        case .ended: "ended"
        }
    }
}
