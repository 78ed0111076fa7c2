/// Everything that can be asked for besides hand-outs, by the number that it has between processes: a number is never given again.
package enum RequestKind: UInt8, CaseIterable, Sendable {
    case list = 1
    case listRemote = 2
    case show = 3
    case count = 4
    case audit = 5
    case readers = 6
    case receipt = 7
    case receiptKey = 8
    case settings = 9
    case grants = 10
    case hosts = 11
    case planRevocation = 12
    case planForgetting = 13
    case planUnmanaged = 14
    case planAdoption = 15
    case rehearse = 16
    case doctor = 17
    case follow = 18
    case archived = 19
    case policy = 20
    case planRotation = 21
    case planApplication = 22
    case trial = 23
    case leakMarks = 24
    case check = 26
    case metrics = 27
    case timeline = 28
    case why = 29
    case slots = 30
    case planDecision = 31
    case create = 32
    case rename = 33
    case revoke = 34
    case forget = 35
    case revokeUnmanaged = 36
    case adopt = 37
    case sync = 38
    case archive = 39
    case decide = 40
    case rotate = 41
    case apply = 42
    case tick = 43
    case mint = 48
    case endLease = 49
    case rotateAccount = 50

    /// Who may make it through an agent.
    package var rank: RequestRank {
        switch self {
        case .list, .listRemote, .show, .count, .audit, .readers, .receipt, .receiptKey, .settings, .grants,
            .hosts, .planRevocation, .planForgetting, .planUnmanaged, .planAdoption, .rehearse, .follow,
            .doctor, .archived, .policy, .planRotation, .planApplication, .trial, .leakMarks, .check,
            .metrics, .timeline, .why, .slots, .planDecision:
            .look
        case .create, .rename, .revoke, .forget, .revokeUnmanaged, .adopt, .sync, .archive, .decide,
            .rotate, .rotateAccount, .apply, .tick, .mint, .endLease:
            .change
        }
    }
}

extension RequestKind {
    /// Whether it is one of those of which there may be so many an hour; what `sync` finishes was asked for before, and so was the end of a
    /// token for one run.
    package var isCounted: Bool { rank == .change && self != .sync && self != .tick && self != .endLease }
}

/// The classes of request. What changes *who may* has no number: it is performed where the person is who shows what opens the vault.
package enum RequestRank: Sendable {
    /// It changes nothing: the same user may.
    case look
    /// It changes tokens: the same user may, unless the vault says otherwise, and so often an hour.
    case change
}
