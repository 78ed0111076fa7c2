internal import Lifecycle
internal import Secrets

// The thorough look: every row there is, also those that nothing points to.

extension Transaction {
    /// Throws `altered` unless the tables hold exactly the rows of the tree, everything sealed opens, what points to something points to
    /// it, and the change log is whole.
    func examine() throws(LedgerError) {
        guard try slots().row != nil else { throw LedgerError(.altered, .slot) }
        let examiner = Examiner(store, keyring, head, isProven: true, found: Examination())
        examiner.run()
        if let first = examiner.found.damages.first { throw first }
    }
}
