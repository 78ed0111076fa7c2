package import Lifecycle
package import Requests

// What a request names: accounts, and tokens by their labels.

extension Service {
    /// All accounts, by name.
    package func accounts() throws(Failure) -> [Account] {
        try reading { () throws(LedgerError) in try vault.accounts() }
    }

    /// The account of a name, or the only one.
    package func account(named name: String?) throws(Failure) -> Account {
        let accounts = try accounts()
        if let name {
            guard let account = accounts.first(where: { $0.name.text == name }) else {
                throw .noAccount(name, known: accounts.map(\.name))
            }
            return account
        }
        guard let only = accounts.first else { throw .noAccounts }
        guard accounts.count == 1 else { throw .unusable(.severalAccounts(accounts.map(\.name))) }
        return only
    }

    /// An account by its id, for what is said of it; `nil` where it cannot be read.
    package func account(_ id: RecordID) -> Account? { (try? accounts())?.first { $0.id == id } }

    /// The record that a label names.
    package func record(_ label: Label) throws(Failure) -> Record {
        guard let record = try reading({ () throws(LedgerError) in try vault.record(named: label) }) else {
            throw .noToken(label)
        }
        return record
    }

    /// A record as it is shown.
    package func view(of record: consuming Record) throws(Failure) -> TokenView {
        let account = try accounts().first { $0.id == record.account }
        return TokenView(record, account: account?.name.text ?? "")
    }

    /// Throws where the asker's environment names another address than that of one of these accounts: nothing may be sent then.
    package func requireHome(of accounts: [Account]) throws(Failure) {
        guard let named = conditions.address else { return }
        for account in accounts where account.home != named { throw .otherAddress(named, account) }
    }
}
