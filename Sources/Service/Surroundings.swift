internal import Lifecycle
package import Requests

/// What is known of accounts and operations, for the views of any number of records.
struct Surroundings {
    /// What waits in the journal.
    let pending: [PendingView]
    private let names: [RecordID: String]
    /// The one account that most vaults have: found without hashing its id.
    private let first: Account?
    private let waiting: [RecordID: PendingView]

    /// When the overlaps of older generations end; one that expires is not kept for longer.
    private let until: [RecordID: Instant]

    init(_ accounts: [Account], _ pending: [PendingView], until: [RecordID: Instant] = [:]) {
        self.until = until
        self.pending = pending
        first = accounts.first
        names = Dictionary(accounts.map { ($0.id, $0.name.text) }, uniquingKeysWith: { first, _ in first })
        waiting = Dictionary(pending.map { ($0.record, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A record as it is shown.
    func view(of record: consuming Record) -> TokenView {
        let name = record.account == first?.id ? first?.name.text : names[record.account]
        let pending = waiting.isEmpty ? nil : waiting[record.id]
        var until = until.isEmpty ? nil : until[record.id]
        if let rest = until, let expiry = record.token.expiry.moment { until = min(rest, expiry) }
        return TokenView(record, account: name ?? "", pending: pending, until: until)
    }
}

extension Service {
    /// What waits in the journal and is not only watched, oldest first.
    package func pending() throws(Failure) -> [PendingView] {
        try reading { () throws(LedgerError) in try vault.unfinished(at: now) }
            .map { PendingView($0.operation) }
    }

    func surroundings(pending isPendingShown: Bool) throws(Failure) -> Surroundings {
        let open = try reading { () throws(LedgerError) in try vault.operations() }.map(\.operation)
        let pending = isPendingShown ? try pending() : []
        let until = open.compactMap { operation in
            operation.waiting.rest.map { (operation.subject.record, $0) }
        }
        return Surroundings(
            try accounts(), pending, until: Dictionary(until, uniquingKeysWith: { first, _ in first }))
    }
}
