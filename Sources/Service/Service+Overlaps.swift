internal import Lifecycle
internal import Requests

extension Service {
    /// Revokes old tokens whose readers all have the new one, where that was asked for. Without a reader that is known, an old token is
    /// kept to the end of its overlap.
    func endOverlaps() throws(Failure) {
        let open = try reading { () throws(LedgerError) in try vault.operations() }.filter { open in
            guard let rotation = open.operation as? Rotation, rotation.overlap.endsWhenRead else {
                return false
            }
            return rotation.waiting.isAtRest(at: now)
        }
        var fetched: [OpenOperation] = []
        for found in open where try isFetched(found.operation) { fetched.append(found) }
        guard !fetched.isEmpty else { return }
        try driver(for: Set(fetched.map(\.operation.subject.account))).tell(fetched, .fetched) { _, _ in }
    }

    private func isFetched(_ operation: any StateMachine) throws(Failure) -> Bool {
        guard let rotation = operation as? Rotation else { return false }
        let read = try reading { () throws(LedgerError) in try vault.readings(of: rotation.subject.label) }
        // Of more than can be kept apart nobody knows whether all have come.
        guard read.isComplete else { return false }
        let older = read.readers.filter { $0.generation < rotation.generation }.map(\.who)
        let newer = Set(read.readers.filter { $0.generation >= rotation.generation }.map(\.who))
        return !older.isEmpty && newer.isSuperset(of: older)
    }
}

extension LabelReadings.Reader {
    /// Who it is, whatever it has read.
    fileprivate struct Who: Hashable {
        let executable: String
        let unit: String
        let user: UInt32
    }

    fileprivate var who: Who { Who(executable: executable, unit: unit, user: user) }
}
