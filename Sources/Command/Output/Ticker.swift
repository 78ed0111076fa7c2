internal import CPlatform
internal import Glibc
internal import Platform
internal import Requests

/// Says on a terminal what is waited for, and how long already, once that is more than a second.
final class Ticker {
    /// What is waited for while a vault is opened.
    static let opening = "Opening the vault:"

    /// Takes what is waited for. Nothing is shown to scripts, and where only trouble is to be told.
    init(_ what: String, _ console: Console) {
        let isDumb = Environment.value("TERM") == "dumb"
        guard !console.isJSON, !console.isQuiet, !isDumb, System.isTerminal(STDERR_FILENO) else { return }
        unsafe lockstep_ticker_start(STDERR_FILENO, what)
    }

    /// Counts down how long the provider is given.
    static func wait(seconds: Int64) { lockstep_ticker_wait(seconds * 1000) }

    /// Ends it.
    func stop() { lockstep_ticker_stop() }

    deinit { stop() }
}

extension RequestKind {
    /// What is waited for until its answer is there.
    var wait: String {
        switch self {
        case .listRemote, .planUnmanaged, .planAdoption, .rehearse, .create, .rename, .revoke,
            .revokeUnmanaged, .adopt, .sync, .rotate, .rotateAccount, .apply, .tick, .mint,
            .endLease, .trial:
            "Waiting for the provider:"
        case .doctor: "Examining the vault:"
        case .audit, .readers, .archived, .archive, .why: "Reading the logs:"
        case .list, .show, .count, .receipt, .receiptKey, .settings, .grants, .hosts, .planRevocation,
            .planForgetting, .planRotation, .planApplication, .follow, .forget, .policy, .decide, .leakMarks,
            .check, .metrics,
            .timeline, .slots, .planDecision:
            "Reading the vault:"
        }
    }
}
