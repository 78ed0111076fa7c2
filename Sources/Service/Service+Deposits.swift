internal import Lifecycle
internal import Requests

extension Service {
    /// Takes in what was deposited. An agent that hands out only takes in nothing by itself.
    func takeDeposits() throws(Failure) -> [DepositView] {
        guard vault.countDeposits(since: nil) > 0 else { return [] }
        if conditions.authority == nil { guard try !changeSettings().isHandsOutOnly else { return [] } }
        try giveBackLabels()
        var views: [DepositView] = []
        try reading { () throws(LedgerError) in
            try vault.eachDeposit { found in
                // Read for each: a depositor may be removed meanwhile.
                guard let known = try? depositors(), let all = try? accounts() else { return false }
                let end = DepositTaking(service: self, depositors: known, accounts: all).take(&found)
                if let view = end.view { views.append(view) }
                return end.isOver
            }
        }
        return views
    }

    /// Ends what was stopped while it took a deposit in, and has nothing sealed yet: the deposit is still there, and its label is free again.
    private func giveBackLabels() throws(Failure) {
        let stopped = try reading { () throws(LedgerError) in try vault.operations() }.filter {
            ($0.operation as? Adoption)?.deposit != nil && $0.operation.isUndoneBySync
        }
        guard !stopped.isEmpty else { return }
        try driver(for: []).resume(stopped) { _, _ in }
    }

    /// What waits, and what is wrong with it, without asking anybody.
    func rehearseDeposits() throws(Failure) -> [DepositView] {
        guard vault.countDeposits(since: nil) > 0 else { return [] }
        let taking = DepositTaking(service: self, depositors: try depositors(), accounts: try accounts())
        var views: [DepositView] = []
        try reading { () throws(LedgerError) in
            try vault.eachDeposit { found in
                views.append(taking.rehearse(found))
                return false
            }
        }
        return views
    }

    /// Whether something was deposited since both sides were compared last: what stays where it is is not looked at with each tick. That
    /// moment may be the provider's, and an hour from this machine's.
    func hasNewDeposits() -> Bool { vault.countDeposits(since: vault.lastSync()?.advanced(by: -3600)) > 0 }
}
