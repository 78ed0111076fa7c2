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
        self =
            switch error.code {
            case .absent: LockstepError(.noToken, "There is no such token in the vault.")
            case .denied, .unchallenged, .unconfirmed:
                LockstepError(.denied, "A rule of the token refuses this program, or nobody agreed.")
            case .expired, .perhapsExpired: LockstepError(Code("expired"), "The token has expired.")
            case .refused:
                LockstepError(
                    Code("not-handed-out"), "The token is being created or revoked and is not handed out.")
            case .unbound: LockstepError(Code("unbound"), "The token is bound to no such host.")
            case .missing: LockstepError(Code("no-vault"), "There is no vault at its place.")
            case .gone: LockstepError(Code("vault-gone"), "The vault's file is gone.")
            case .replaced: LockstepError(Code("replaced"), "Another file lies at the vault's place.")
            case .altered:
                LockstepError(Code("altered"), "The vault was altered or is damaged: lockstep doctor")
            case .older:
                LockstepError(Code("older-copy"), "The vault is an older copy than this machine has seen.")
            case .busy: LockstepError(Code("busy"), "The agent or the vault is busy.")
            case .unlogged:
                LockstepError(
                    Code("unlogged"), "The reading log cannot be written, so nothing is handed out.")
            default: LockstepError(.failed, "The vault does not do as asked; lockstep says why.")
            }
    }

    init(_ failure: Failure) {
        self =
            switch failure {
            case .vault(let error): LockstepError(error)
            case .unusable:
                LockstepError(.usage, "What was asked for is not valid: a scope, an expiry or a selection.")
            case .noToken(let label): LockstepError(.noToken, "There is no token '\(label)'.")
            case .noAccount, .noAccounts: LockstepError(Code("no-account"), "There is no such account.")
            case .inUse(let label, _): LockstepError(.labelInUse, "The label '\(label)' is in use.")
            case .handsOutOnly:
                LockstepError(Code("hands-out-only"), "The vault says that the agent hands out only.")
            case .aboveCeiling: LockstepError(Code("above-ceiling"), "The vault's ceiling allows less.")
            case .tooManyChanges: LockstepError(Code("too-many-changes"), "Too many changes within an hour.")
            case .notManager:
                LockstepError(Code("not-manager"), "A rule does not let this program change tokens.")
            case .planOutdated: LockstepError(Code("plan-outdated"), "The vault changed in between.")
            case .elsewhere: LockstepError(Code("elsewhere"), "Another process is at it.")
            case .provider(let error, _): LockstepError(error)
            case .unfinished(_, let standing, _):
                standing == .over
                    ? LockstepError(Code("rejected"), "It was not done, and nothing is left of it.")
                    : LockstepError(Code("stopped"), "It is in the journal; lockstep sync finishes it.")
            default: LockstepError(.failed, "It was not done; lockstep says why.")
            }
    }

    private init(_ error: ProviderFailure) {
        let code: Code =
            switch error.code {
            case .unreachable, .interrupted: Code("unreachable")
            case .deadCredential: Code("dead-credential")
            case .missingScope: Code("missing-scope")
            case .forbidden: Code("forbidden")
            case .rejected: Code("rejected")
            case .throttled: Code("throttled")
            case .unavailable: Code("unavailable")
            case .nonsense: Code("nonsense")
            case .helper: Code("helper")
            }
        self.init(code, "The provider did not do as asked.")
    }
}
