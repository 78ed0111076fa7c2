/// Seals everything in the vault under new keys, a few rows at a time: whoever had the old ones cannot open what is written from then on.
///
/// No provider is asked. Rows that are sealed anew already are passed over, so that after a stop it simply begins again.
package struct Rekeying: StateMachine {
    package static let number: UInt8 = 7
    package static let name = "rekey"

    /// Where it stands, as the journal has it.
    package enum State: Hashable, Sendable {
        /// No new keys were drawn yet.
        case beginning
        /// New keys are there; rows are being sealed under them.
        case resealing
        /// All rows are; the log and the free pages are being cleaned of what the old keys open.
        case scrubbing
    }

    /// What it is about: the vault itself, no record and no account.
    package var subject: Subject
    /// Whether the token strings are sealed anew, too, and not only the keys that seal them.
    package let isDeep: Bool
    /// Where it stands.
    package internal(set) var state = State.beginning
    /// What becomes of the ways to unlock the vault with its first step; the journal never has it.
    private var slots: SlotChange?
    /// Whether that is all, but for the cleaning.
    private var keepsKeys = false

    /// Describes a rekeying.
    package init(began: Instant, by origin: Origin? = nil, isDeep: Bool = false) {
        let subject = Subject(
            record: .zero, account: .zero, label: .vault, began: began, settle: 0, origin: origin)
        self.init(subject, isDeep: isDeep, state: .beginning)
    }

    /// Describes one that begins with a change of the ways to unlock the vault; with `keepsKeys` only what is left of the old ones is
    /// cleaned away.
    package init(changing slots: SlotChange, keepsKeys: Bool, began: Instant, by origin: Origin?) {
        self.init(began: began, by: origin)
        (self.slots, self.keepsKeys) = (slots, keepsKeys)
    }

    init(_ subject: Subject, isDeep: Bool, state: State) {
        (self.subject, self.isDeep, self.state) = (subject, isDeep, state)
    }

    /// Takes an event and says what is done next.
    package mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch state {
        case .beginning: onBeginning(event)
        case .resealing: onResealing(event, now)
        case .scrubbing: onScrubbing(event)
        }
    }

    private mutating func onBeginning(_ event: Event) -> Step {
        switch event {
        case .begin, .resume, .paused:
            let change = slots.map { [Change.slots($0)] } ?? []
            guard !keepsKeys else {
                state = .scrubbing
                return Step(change, .scrub)
            }
            state = .resealing
            return Step(change + [.beginEpoch], reseal(from: RekeyCursor()))
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .answer, .failure, .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched,
            .replaced:
            return impossible(event)
        }
    }

    private mutating func onResealing(_ event: Event, _ now: Instant) -> Step {
        switch event {
        case .resealed(.some(let next)): return Step([], reseal(from: next))
        case .resealed(.none):
            state = .scrubbing
            let entry = AuditEntry(
                .rekeyed, time: now, label: "", detail: isDeep ? "deep" : "",
                caller: subject.origin?.caller, interface: subject.origin?.interface)
            return Step([.endEpoch, .note(entry)], .scrub)
        case .resealFailed(let error): return Step([], .finish(.pending(.ledger(error))))
        case .begin, .resume, .paused: return Step([], reseal(from: RekeyCursor()))
        // Half of the rows are under the new keys: there is no way back.
        case .answer, .failure, .scrubbed, .scrubFailed, .listing, .fetched, .replaced, .abandoned:
            return impossible(event)
        }
    }

    private func onScrubbing(_ event: Event) -> Step {
        switch event {
        case .scrubbed, .abandoned: return Step([], .finish(.done))
        case .scrubFailed(let error):
            return Step([], .finish(.pending(error.code == .busy ? .notScrubbed : .ledger(error))))
        case .begin, .resume, .paused: return Step([], .scrub)
        case .answer, .failure, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    private func reseal(from cursor: RekeyCursor) -> Effect { .reseal(cursor, strings: isDeep) }
}
