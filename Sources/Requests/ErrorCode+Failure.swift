package import Lifecycle

// What each failure is called: the same for every face.

extension Failure {
    /// The code of this failure.
    package var errorCode: ErrorCode {
        switch self {
        case .unusable, .noRule, .rotation(.handedOut), .provisioning, .known(_, .revocation): .usage
        case .vault(let error): error.errorCode
        case .archive(let error, let file): error.errorCode(ofArchive: file)
        case .provider(let failure, _): failure.errorCode
        case .unfinished(let reason, _, _): reason.errorCode
        case .elsewhere: .elsewhere
        case .overtaken: .overtaken
        case .inUse: .labelInUse
        case .noToken, .otherAccount, .noRemoteToken: .noToken
        case .noAccount, .noAccounts: .noAccount
        case .tooManyRules, .tooManyHosts: .tooMany
        case .notBound: .notBound
        case .otherAddress, .accountElsewhere: .otherAddress
        case .known(_, .adoption): .known
        case .ambiguous: .ambiguous
        case .deadToken: .deadCredential
        case .otherUser: .otherUser
        case .damagedAccount: .altered
        case .accountInUse: .accountInUse
        case .noReceipt: .noReceipt
        case .handsOutOnly: .handsOutOnly
        case .aboveCeiling: .aboveCeiling
        case .tooManyChanges: .tooManyChanges
        case .notManager: .notManager
        case .notActive: .notActive
        case .tooManyGenerations: .tooMany
        case .rotation(.cannotCreate): .missingScope
        case .rotation(.notListed): .noToken
        case .slot(.none), .slot(.several), .slot(.noPassphrase), .slot(.severalPassphrases): .noSlot
        case .slot(.last), .slot(.together): .lastSlot
        case .slot(.tooMany), .slot(.tooCostly): .tooMany
        case .slot(.nameTaken), .slot(.keyTaken): .slotTaken
        case .slot(.name): .usage
        case .depositor(let flaw): flaw.errorCode
        case .planOutdated: .planOutdated
        }
    }
}

extension DepositorFlaw {
    fileprivate var errorCode: ErrorCode {
        switch self {
        case .none: .noDepositor
        case .taken: .depositorTaken
        case .tooMany: .tooMany
        }
    }
}

extension Reason {
    /// The code of what held an operation up, or ended it.
    package var errorCode: ErrorCode {
        switch self {
        case .provider(let failure): failure.errorCode
        case .ledger(let error): error.errorCode
        case .unknownOutcome: .unknownOutcome
        case .unreadableListing: .unreadableListing
        case .grantedOtherwise: .grantedOtherwise
        case .unproven: .unproven
        case .unusableString: .unusableString
        case .strayDeleted: .strayDeleted
        case .stillAlive: .stillAlive
        case .stillListed: .stillThere
        case .vanished: .vanished
        case .mismatch: .mismatch
        case .stopped: .stopped
        case .superseded: .superseded
        case .abandoned: .abandoned
        case .impossible: .impossible
        case .notScrubbed: .notScrubbed
        case .halted: .interrupted
        }
    }
}

extension ProviderFailure {
    /// The code of what the provider did not do.
    package var errorCode: ErrorCode {
        switch code {
        case .unreachable: .unreachable
        case .interrupted: .interrupted
        case .deadCredential: .deadCredential
        case .missingScope: .missingScope
        case .forbidden: .forbidden
        case .rejected: .rejected
        case .throttled: .throttled
        case .unavailable: .unavailable
        case .nonsense: .nonsense
        case .helper: .helper
        }
    }
}
