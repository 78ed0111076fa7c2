internal import Lifecycle
internal import Requests
internal import Wire

extension LockstepError {
    init(_ error: AgentError) {
        self =
            switch error {
            case .absent: LockstepError(.noAgent, "No agent runs. To start one: lockstep unlock")
            case .locked: LockstepError(.locked, "The agent is locked. To unlock it: lockstep unlock")
            case .otherVault: LockstepError(.otherVault, "The agent serves another vault.")
            case .otherVersion: LockstepError(.otherAgent, "The agent is of another version.")
            case .foreign: LockstepError(Code("foreign-agent"), "The agent's socket is not this user's.")
            case .broken: LockstepError(.broken, "The agent hung up, or did not answer as an agent does.")
            case .stopped(let pid):
                LockstepError(Code("stopped-agent"), "The agent (process \(pid)) is stopped.")
            case .heldElsewhere(let holder):
                LockstepError(
                    Code("held-elsewhere"), "Another agent (process \(holder.pid)) has the vault's keys.")
            case .hidden(let holder):
                LockstepError(
                    Code("hidden-agent"), "The agent (process \(holder.pid)) does not answer at its place.")
            case .unknown(let path):
                LockstepError(
                    Code("agent-unknown"), "Whether an agent has the vault's keys cannot be told: \(path)")
            case .ledger(let error): LockstepError(error)
            }
    }

    init(_ error: RequestError) {
        self =
            switch error {
            case .untaken(let error): LockstepError(error)
            case .failed(let failure): LockstepError(failure)
            case .cutOff:
                LockstepError(
                    Code("cut-off"),
                    "Whoever performed it ended without a word; what was begun is in the journal.")
            case .stopped(let pid):
                LockstepError(Code("stopped-agent"), "The agent (process \(pid)) is stopped.")
            }
    }

    init(_ error: LedgerError) {
        // Programs ask for tokens by their labels, so that is what is not there.
        let code = error.code == .absent ? .noToken : Code(error.errorCode.rawValue)
        self.init(code, LockstepError.sentence(error))
    }

    private static func sentence(_ error: LedgerError) -> String {
        switch error.code {
        case .absent: "There is no such token in the vault."
        case .denied, .unchallenged, .unconfirmed:
            "A rule of the token refuses this program, or nobody agreed."
        case .expired, .perhapsExpired: "The token has expired."
        case .refused where error.part == .restored:
            "The vault was restored and not compared with the provider since: lockstep sync"
        case .refused: "The token is being created or revoked and is not handed out."
        case .unbound: "The token is bound to no such host."
        case .missing: "There is no vault at its place."
        case .gone: "The vault's file is gone."
        case .replaced: "Another file lies at the vault's place."
        case .altered: "The vault was altered or is damaged: lockstep doctor"
        case .older: "The vault is an older copy than this machine has seen."
        case .busy: "The agent or the vault is busy."
        case .unlogged: "The reading log cannot be written, so nothing is handed out."
        default: "The vault does not do as asked; lockstep says why."
        }
    }

    init(_ failure: Failure) {
        if case .vault(let error) = failure {
            self.init(error)
        } else {
            self.init(Code(failure.errorCode.rawValue), LockstepError.sentence(failure))
        }
    }

    private static func sentence(_ failure: Failure) -> String {
        switch failure {
        case .unusable: "What was asked for is not valid: a scope, an expiry or a selection."
        case .noToken(let label): "There is no token '\(label)'."
        case .noAccount, .noAccounts: "There is no such account."
        case .inUse(let label, _): "The label '\(label)' is in use."
        case .handsOutOnly: "The vault says that the agent hands out only."
        case .aboveCeiling: "The vault's ceiling allows less."
        case .tooManyChanges: "Too many changes within an hour."
        case .notManager: "A rule does not let this program change tokens."
        case .notActive(let label, _): "The token '\(label)' is being created or revoked."
        case .planOutdated: "The vault changed in between."
        case .elsewhere: "Another process is at it."
        case .provider: "The provider did not do as asked."
        case .unfinished(_, .over, _): "It was not done, and nothing is left of it."
        case .unfinished: "It is in the journal; lockstep sync finishes it."
        default: "It was not done; lockstep says why."
        }
    }
}
