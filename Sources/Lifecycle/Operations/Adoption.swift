internal import Secrets

/// Seals a token string that was made elsewhere, once the provider has shown that it belongs to the token.
package struct Adoption: StateMachine {
    package static let number: UInt8 = 3
    package static let name = "adopt"

    /// Where it stands, as the journal has it.
    package enum State: Hashable, Sendable {
        /// The token is being looked at.
        case viewing
        /// The string in hand is being tried.
        case probing(Token)
        /// Sealed; the provider's label is being set to the vault's.
        case naming(Token)
    }

    /// What it is about.
    package var subject: Subject
    /// The provider's id of the token.
    package let token: TokenID
    /// Where it stands.
    package internal(set) var state: State
    /// Who has deposited the token; `nil` where a person has its string.
    package var deposit: Deposit?
    package var provisionalNonce: Nonce? { deposit?.nonce }

    /// Where a token comes from that was deposited.
    package struct Deposit: Hashable, Sendable {
        /// What the depositor is called.
        package let depositor: Label
        /// The nonce of the attempt that created the token: a second one of it is recognised.
        package let nonce: Nonce?

        /// Joins them.
        package init(by depositor: Label, nonce: Nonce?) { (self.depositor, self.nonce) = (depositor, nonce) }

        var words: String { "deposited by \(depositor.text)" }
    }

    /// Describes an adoption; the string is held by the driver.
    package init(_ subject: Subject, token: TokenID, deposit: Deposit? = nil) {
        self.init(subject, token: token, state: .viewing)
        self.deposit = deposit
    }

    init(_ subject: Subject, token: TokenID, state: State) {
        self.subject = subject
        self.token = token
        self.state = state
    }

    /// Before it is sealed its string is in no place but the process that was stopped.
    package var isUndoneBySync: Bool {
        if case .naming = state { false } else { true }
    }

    /// Takes an event and says what is done next.
    package mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step {
        switch state {
        case .viewing: onViewing(event)
        case .probing(let found): onProbing(event, found, now, rules)
        case .naming(let found): onNaming(event, found, now)
        }
    }

    private mutating func onViewing(_ event: Event) -> Step {
        switch event {
        case .begin: return Step([.reserve(subject.label, for: subject.record)], .ask(.view(token)))
        case .answer(.token(let found)) where found.prefix.utf8.count < SecretBytes.leastPrefix:
            // Any living token string would pass for this token's.
            return givingUp(.provider(ProviderFailure(.nonsense)))
        case .answer(.token(let found)):
            state = .probing(found)
            return Step([], .probeHeld(prefix: found.prefix))
        case .answer(.absent): return givingUp(.vanished)
        case .failure(let failure): return givingUp(.provider(failure))
        case .answer: return givingUp(.provider(.unexpected))
        case .resume: return givingUp(.stopped)
        case .abandoned: return givingUp(.abandoned)
        case .paused, .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return givingUp(.impossible(event.kind))
        }
    }

    private mutating func onProbing(
        _ event: Event, _ found: Token, _ now: Instant, _ rules: ProviderRules
    ) -> Step {
        switch event {
        case .answer(.identity): return sealing(found, now, rules)
        case .failure(let failure) where failure.code == .deadCredential: return givingUp(.mismatch)
        case .failure(let failure): return givingUp(.provider(failure))
        case .answer: return givingUp(.provider(.unexpected))
        case .resume: return givingUp(.stopped)
        case .abandoned: return givingUp(.abandoned)
        case .begin, .paused, .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched,
            .replaced:
            return givingUp(.impossible(event.kind))
        }
    }

    private mutating func sealing(_ found: Token, _ now: Instant, _ rules: ProviderRules) -> Step {
        let isNamed = found.label == subject.label.text || !rules.canRename
        let record = Record(
            id: subject.record, account: subject.account, label: subject.label,
            state: isNamed ? .active : .creating, token: found, nonce: deposit?.nonce, sealed: now)
        let detail = deposit?.words ?? ""
        let changes = [Change.seal(record), subject.note(.adopted, at: now, token: token, detail: detail)]
        if isNamed { return Step(changes, .finish(.done)) }
        state = .naming(found)
        return Step(changes, .ask(.rename(token, subject.label.text)))
    }

    private func onNaming(_ event: Event, _ found: Token, _ now: Instant) -> Step {
        switch event {
        case .answer(.token(let named)) where named.label == subject.label.text:
            return Step(
                [
                    .describe(subject.record, label: subject.label, token: found.labelled(named.label)),
                    .move(subject.record, to: .active), subject.note(.tokenActive, at: now, token: token),
                ], .finish(.done))
        case .failure(let failure) where failure.nothingWasDone && !failure.isPassing:
            // The string is sealed and works; a label that the provider does not take is not worth losing it.
            return Step([.move(subject.record, to: .active)], .finish(.kept(.provider(failure))))
        case .failure(let failure): return Step([], .finish(.pending(.provider(failure))))
        case .answer(.absent): return Step([.move(subject.record, to: .active)], .finish(.failed(.vanished)))
        case .resume(let record) where record?.state != .creating:
            return Step([], .finish(.failed(.superseded)))
        case .begin, .resume, .paused: return Step([], .ask(.rename(token, subject.label.text)))
        case .answer: return Step([], .finish(.pending(.provider(.unexpected))))
        case .abandoned: return Step([], .finish(.failed(.abandoned)))
        case .scrubbed, .scrubFailed, .listing, .resealed, .resealFailed, .fetched, .replaced:
            return impossible(event)
        }
    }

    private func givingUp(_ reason: Reason) -> Step {
        Step([.release(subject.label, of: subject.record)], .finish(.failed(reason)))
    }
}
