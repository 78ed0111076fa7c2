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
            let reply = try reading { () throws(LedgerError) in
                try vault.ask(.identify, of: provider, as: account.id)
            }
            if let time = reply.time {
                let behind = time.seconds - now.seconds
                return abs(behind) < Service.agreement ? 0 : behind
            }
            if case .failure(let refusal) = reply.outcome { failure = .provider(refusal, account) }
        }
        if let failure { throw failure }
        return 0
    }

    /// The same service by the provider's time.
    func corrected(by behind: Int64) -> Service {
        guard behind != 0 else { return self }
        return Service(
            vault, provider, CorrectedClock(clock, behind: behind), conditions, halts: halts, hear: hear)
    }

    /// The same service, permitted whatever it does: that was decided before, by the policies.
    var permitted: Service {
        var conditions = conditions
        conditions.authority = nil
        return Service(vault, provider, clock, conditions, halts: halts, hear: hear)
    }

    /// The same service by the time of the provider of these accounts; by this machine's where that cannot be asked, which then fails
    /// what is wanted of it, too.
    func byProvidersTime(of accounts: Set<RecordID>) throws(Failure) -> Service {
        let asked = try self.accounts().filter { accounts.contains($0.id) }
        try requireHome(of: asked)
        do throws(Failure) { return corrected(by: try lag(of: asked)) } catch {
            guard case .provider = error else { throw error }
            return self
        }
    }
}
