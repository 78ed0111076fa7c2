internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service

/// A depositor, as people see it.
struct DepositorRow {
    let depositor: Depositor
    /// Its account, where the vault still has it.
    let account: Account?
    /// What it has to be told.
    let ticket: DepositTicket?

    /// All of a vault.
    static func all(_ service: Service) throws(Failure) -> [DepositorRow] {
        let accounts = try service.accounts()
        return try service.depositors().map { depositor throws(Failure) in
            let account = accounts.first { $0.id == depositor.account }
            return DepositorRow(
                depositor: depositor, account: account,
                ticket: try account.map { account throws(Failure) in try service.ticket(for: account) })
        }
    }

    static func table(_ rows: [DepositorRow]) -> Table {
        var table = Table(
            Table.Column("DEPOSITOR", .broken), Table.Column("LABELS", .broken),
            Table.Column("ACCOUNT", .broken),
            Table.Column("ADDED", rank: 2), Table.Column("PUBLIC KEY", .short, rank: 3))
        for row in rows {
            let key = DepositorKey.text(of: row.depositor.key)
            table.add(
                Table.Cell(row.depositor.name.text), Table.Cell(row.depositor.labels),
                Table.Cell(row.account?.name.text ?? "gone"), Table.Cell(LocalTime(row.depositor.added).day),
                Table.Cell(key, short: "\(key.prefix(13))…"))
        }
        return table
    }

    /// The tickets, one an account.
    static func tickets(_ rows: [DepositorRow]) -> [String] {
        var (lines, said) = ([String](), Set<RecordID>())
        for row in rows {
            guard let ticket = row.ticket, let account = row.account, said.insert(account.id).inserted else {
                continue
            }
            lines += ["Ticket for \(account.name.text):", ticket.text]
        }
        return lines
    }
}
