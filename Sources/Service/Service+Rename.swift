package import Lifecycle
package import Requests

extension Service {
    /// Renames a token, at the provider and in the vault; returns it as the vault has it.
    package func rename(_ old: Label, to new: Label) throws(Failure) -> TokenView {
        let record = try record(old)
        try permit(changing: [record], by: "rename")
        let renaming = Renaming(
            subject(record.id, record.account, old), token: record.token.id, to: new)
        let ended = try driver(for: [record.account]).run(renaming)
        if case .failed(.ledger(let error)) = ended.outcome, error.code == .conflict {
            throw .inUse(new, isReserved: error.part == .reservation)
        }
        if let failure = Failure(ended.outcome, of: ended.operation, at: account(record.account)) {
            throw failure
        }
        return try view(of: self.record(new))
    }
}
