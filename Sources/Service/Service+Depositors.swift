package import Lifecycle
package import Requests

// Who may put new tokens into the vault. Whoever changes them has opened it.

extension Service {
    /// All of them, by name.
    package func depositors() throws(Failure) -> [Depositor] {
        try reading { () throws(LedgerError) in try Depositor.all(in: vault.setting(.depositors)) }
            .sorted { $0.name < $1.name }
    }

    /// Registers one for an account and for labels that a pattern fits; returns what it needs to know of the vault.
    package func add(
        depositor name: Label, key: [UInt8], account: String?, labels: String
    ) throws(Failure) -> (depositor: Depositor, ticket: DepositTicket) {
        let account = try self.account(named: account)
        let all = try depositors()
        if let other = all.first(where: { $0.name == name || $0.key == key }) {
            throw .depositor(.taken(other.name))
        }
        guard all.count < Depositor.most else { throw .depositor(.tooMany) }
        let new = Depositor(name, key: key, account: account.id, labels: labels, added: now)
        let value = Depositor.value(all + [new])
        let words = "depositor \(name.text): labels \(labels), account \(account.name.text)"
        try reading { () throws(LedgerError) in try commit([set(.depositors, to: value, words)]) }
        return (new, try ticket(for: account))
    }

    /// Has the vault take nothing more of one. What it has deposited and is not taken in yet stays where it is.
    package func remove(depositor name: String) throws(Failure) {
        let all = try depositors()
        let left = all.filter { $0.name.text != name }
        guard left.count < all.count else { throw .depositor(.none(name)) }
        let value = Depositor.value(left)
        try reading { () throws(LedgerError) in
            try commit([set(.depositors, to: value, "depositor \(name): removed")])
        }
    }

    /// What a depositor of an account needs to know of the vault as it is now.
    package func ticket(for account: Account) throws(Failure) -> DepositTicket {
        try reading { () throws(LedgerError) in try vault.ticket(for: account) }
    }
}
