internal import Lifecycle
internal import Requests

/// A clock that goes by the provider's time, for what must not be decided by this machine's clock alone.
final class CorrectedClock: WallClock {
    private let clock: any WallClock
    private let behind: Int64

    /// Takes a clock, and how many seconds it is behind.
    init(_ clock: any WallClock, behind: Int64) { (self.clock, self.behind) = (clock, behind) }

    var now: Instant { clock.now.advanced(by: behind) }
    var isSynchronised: Bool { clock.isSynchronised }
    func sleep(milliseconds: Int64) { clock.sleep(milliseconds: milliseconds) }
}

extension Service {
    /// Clocks that differ by less than this are taken to agree, in seconds.
    private static var agreement: Int64 { 60 }

    /// How many seconds this machine's clock is behind that of the provider, which is asked for it; 0 where they agree, or where it does
    /// not say. Throws why an account cannot be asked, where none can.
    func lag(of accounts: [Account]) throws(Failure) -> Int64 {
        var failure: Failure?
        for account in accounts {
            let credential = try reading { () throws(LedgerError) in
                try vault.credential(of: account.id)
            }
            do throws(ProviderFailure) {
                let reply = try provider.perform(.identify, to: credential.address, as: credential.string)
                if let time = reply.time {
                    let behind = time.seconds - now.seconds
                    return abs(behind) < Service.agreement ? 0 : behind
                }
                if case .failure(let refusal) = reply.outcome { failure = .provider(refusal, account) }
            } catch { failure = .provider(error, account) }
        }
        if let failure { throw failure }
        return 0
    }

    /// The same service by the provider's time; what it decides was decided before, by the policies.
    func corrected(by behind: Int64) -> Service {
        var conditions = conditions
        conditions.authority = nil
        return Service(
            vault, provider, CorrectedClock(clock, behind: behind), conditions, halts: halts, hear: hear)
    }
}
