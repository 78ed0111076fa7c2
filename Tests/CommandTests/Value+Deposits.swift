import Lifecycle
import Requests
import TestSupport

@testable import Command

extension Value {
    /// One of each state and each flaw.
    static var deposits: [DepositView] {
        let states = DepositView.State.allCases.map { state in
            var view = deposit(nil)
            view.state = state
            if state == .pending || state == .left { view.failure = .unfinished(.stillAlive, .pending, nil) }
            return view
        }
        return states + DepositFlaw.allCases.map { deposit($0) }
    }

    private static func deposit(_ flaw: DepositFlaw?) -> DepositView {
        var view = DepositView("/v/vault.db-deposits/00.deposit", flaw)
        guard ![.malformed, .forged, .unregistered].contains(flaw) else { return view }
        (view.depositor, view.label, view.token) = (Value.label("ci"), Value.label("deploy"), 7)
        return view
    }
}
