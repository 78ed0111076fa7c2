// Leases whose holders cannot be seen from here.

extension Sync {
    /// Those among unfinished operations that are to be left alone: this machine's clock alone says that their token has expired. The
    /// token itself is tried; what is dead is purged, and its lease is over.
    func lapsed(among open: [OpenOperation]) throws(LedgerError) -> Set<OperationID> {
        var (found, checks): ([OpenOperation], [any StateMachine]) = ([], [])
        for open in open {
            guard case .holder(let holder, _) = open.operation.waiting,
                try ledger.standing(of: holder) == .unknown,
                let record = try ledger.record(open.operation.subject.record), record.state == .active
            else { continue }
            found.append(open)
            checks.append(check(record))
        }
        prove(checks)
        var left: Set<OperationID> = []
        for open in found where try ledger.record(open.operation.subject.record)?.state == .active {
            left.insert(open.id)
        }
        return left
    }
}
