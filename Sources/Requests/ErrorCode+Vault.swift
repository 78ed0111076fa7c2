package import Lifecycle

extension LedgerError {
    /// The code of what the vault did not do.
    package var errorCode: ErrorCode {
        switch code {
        case .missing: part == .backup ? .noFile : .noVault
        case .exists: part == .backup ? .fileExists : .vaultExists
        case .foreign: .foreignFile
        case .newer: .newerVault
        case .wrongKey: part == .epoch ? .newKeys : .wrongKey
        case .altered: .altered
        case .older: .olderCopy
        case .forked: .forked
        case .logCut: .logCut
        case .unlogged: .unlogged
        case .outdated: .outdated
        case .unknown: .unknownCommit
        case .exposed: .exposed
        case .sharedFolder: .sharedFolder
        case .foreignOwner: .foreignOwner
        case .notRegular: .notRegular
        case .foreignLog: .foreignLog
        case .uncounted: .uncounted
        case .replaced: .replaced
        case .gone: .vaultGone
        case .unreadable: .unreadable
        case .unwritable: .unwritable
        case .full: .diskFull
        case .busy: .busy
        case .conflict: .conflict
        case .absent: .absent
        case .refused: errorCodeOfRefused
        case .unbound: .unbound
        case .expired, .perhapsExpired: .expired
        case .denied, .unchallenged, .unconfirmed: .denied
        case .failed: errorCodeOfFailed
        }
    }

    private var errorCodeOfRefused: ErrorCode {
        switch part {
        case .lease: .forOneRun
        case .restored: .notCompared
        case .epoch: .tooMany
        case .slot: .conflict
        default: .notHandedOut
        }
    }

    private var errorCodeOfFailed: ErrorCode {
        switch part {
        case .forker: .noWorker
        case .unsent: .unsent
        case .descriptors: .noDescriptor
        default: .failed
        }
    }

    /// The code of what is wrong with an archive of a reading log.
    func errorCode(ofArchive file: String) -> ErrorCode {
        switch code {
        case .exists: .fileExists
        case .missing: .noFile
        case .foreign: .foreignFile
        case .wrongKey where part == .vault: .foreignFile
        default: errorCode
        }
    }
}
