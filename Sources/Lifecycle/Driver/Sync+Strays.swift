// What the journal and the records say of each other, after all that can have happened.

extension Sync {
    /// Deletions of tokens that the vault has come to have in the meantime, as records or as provisioning tokens: nobody wants
    /// them deleted any more.
    func superseded(among open: [OpenOperation]) throws(LedgerError) -> Set<OperationID> {
        var found: Set<OperationID> = []
        let accounts = try ledger.accounts()
        for open in open {
            guard let deletion = open.operation as? UnmanagedRevocation,
                let account = accounts.first(where: { $0.id == deletion.subject.account })
            else { continue }
            if try ledger.isCredential(deletion.token, seenBy: account) { found.insert(open.id) }
            if try ledger.record(of: deletion.token, seenBy: account) != nil { found.insert(open.id) }
        }
        return found
    }

    /// Records that are on their way out, and that no operation leads there: an earlier version, stopped while it forgot one, left
    /// such. The records are read first: what begins after that has its operation in the journal.
    func strays() throws(LedgerError) -> [any StateMachine] {
        let marked = try ledger.records().filter { $0.state == .revoking }
        let led = Set(try ledger.operations().flatMap(\.operation.records))
        return marked.filter { !led.contains($0.id) }.map { record in
            let subject = Subject(
                record: record.id, account: record.account, label: record.label, began: clock.now,
                settle: settle)
            return Revocation(subject, token: record.token.id, cause: .asked, isMarked: true)
        }
    }
}
