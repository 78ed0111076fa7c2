package import Lifecycle

/// Why a request was not done as asked: a value that a face puts into words. It carries no secret.
package enum Failure: Error, Hashable, Sendable {
    /// What was asked for cannot be, whatever the vault holds.
    case unusable(Unusable)
    /// The vault's failure.
    case vault(LedgerError)
    /// The failure of an archive of a reading log.
    case archive(LedgerError, file: String)
    /// The provider's failure, and the account that asked.
    case provider(ProviderFailure, Account?)
    /// An operation did not come to its end; the account that it is at, where it is known.
    case unfinished(Reason, Standing, Account?)
    /// Another process is working on it.
    case elsewhere
    /// Another process revoked a token while it was being created.
    case overtaken(Label)
    /// The label is in use, or reserved by an operation that has no token to show yet.
    case inUse(Label, isReserved: Bool)
    /// No token has that label.
    case noToken(Label)
    /// The vault has no account of that name; the ones that it has.
    case noAccount(String, known: [Label])
    /// The vault has no account yet.
    case noAccounts
    /// A token is none of that account's.
    case otherAccount(Label, account: String)
    /// A token, or the vault, has no rule of that number.
    case noRule(Label?)
    /// A token has as many rules as it can have.
    case tooManyRules
    /// A token is bound to as many hosts as it can be.
    case tooManyHosts(Label)
    /// A token is not bound to that host.
    case notBound(Label, Destination)
    /// Another address was named than that of an account.
    case otherAddress(ProviderAddress, Account)
    /// The vault has that token already, under this label; what it was wanted for.
    case known(Label, RemoteUse)
    /// That token is an account's provisioning token; what it was wanted for.
    case provisioning(RemoteUse)
    /// No token at the provider fits.
    case noRemoteToken(RemoteName)
    /// So many tokens at the provider fit.
    case ambiguous(Int)
    /// The provider refuses the token that was given: it is unknown, expired or revoked.
    case deadToken
    /// The account is at another address than the token that was given.
    case accountElsewhere(Account, ProviderAddress)
    /// The account belongs to another user at the provider.
    case otherUser(Label)
    /// An account of the vault is damaged, so none can be replaced.
    case damagedAccount(LedgerError)
    /// Tokens or operations still depend on the account.
    case accountInUse(Label)
    /// No token of that label was revoked from this vault.
    case noReceipt(Label)
    /// The vault's agent hands out and looks, and changes nothing.
    case handsOutOnly
    /// A token would be more than the agent may create or adopt.
    case aboveCeiling(Ceiling.Excess)
    /// So many changes an hour were made; when the next one may be.
    case tooManyChanges(Int, until: Instant)
    /// No rule lets the caller change the token, or any token of the vault; whether that is since the kernel does not say who it is.
    case notManager(Label?, isHidden: Bool)
    /// A token is being created or revoked, so it cannot be replaced.
    case notActive(Label, Record.State)
    /// A label has as many older generations as it can have.
    case tooManyGenerations(Label)
    /// A token, or a provisioning token, is not one to put another in the place of, or to take away.
    case rotation(RotationFlaw)
    /// Why the ways to unlock the vault were not changed.
    case slot(SlotFlaw)
    /// Why the vault's depositors were not changed.
    case depositor(DepositorFlaw)
    /// What was planned was changed by somebody else meanwhile: nothing of it was begun.
    case planOutdated

    /// How an operation stands that did not come to its end.
    package enum Standing: UInt8, Sendable, CaseIterable {
        /// Nothing is left of it, or nothing that anybody has to see to.
        case over = 1
        /// It stands in the journal, where `sync` finishes it.
        case pending = 2
        /// It stands in the journal, where `sync` undoes it.
        case undone = 3
    }
}

extension Failure {
    /// Whether the request counts as one that changed something: it may have begun to, or was not counted in the first place.
    package var isCounted: Bool {
        switch self {
        case .unfinished, .vault, .elsewhere, .overtaken, .tooManyChanges: true
        default: false
        }
    }

    /// What is in the way of an operation; `nil` where all is done, by whichever process.
    package init?(_ outcome: Outcome, of operation: any StateMachine, at account: Account? = nil) {
        switch outcome {
        case .done, .doneUntil, .endedElsewhere: return nil
        case .failed(let reason), .kept(let reason), .watching(let reason):
            self = .unfinished(reason, .over, account)
        case .pending(let reason), .resting(let reason, _):
            self = .unfinished(reason, operation.isUndoneBySync ? .undone : .pending, account)
        case .elsewhere: self = .elsewhere
        }
    }
}
