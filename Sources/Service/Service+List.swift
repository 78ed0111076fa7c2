package import Lifecycle
package import Requests

extension Service {
    /// The tokens of the vault, by label.
    package func list(_ request: ListRequest) throws(Failure) -> AnswerStream<ListNotes, TokenView> {
        let filter = ListFilter(request, try TimeGrammar.horizon(request.expiring, now: now), now: now)
        let asked = try asked(request)
        let listing = try reading { () throws(LedgerError) in try vault.listing() }
        let surroundings = try surroundings(pending: true)
        let ids = request.account == nil ? nil : Set(asked.map(\.id))
        let notes = ListNotes(surroundings.pending, asked)
        let found = AnswerStream<ListNotes, TokenView>(notes) { () throws(Failure) in
            do throws(LedgerError) {
                while let record = try listing.next() {
                    guard ids?.contains(record.account) ?? true, filter.takes(record) else { continue }
                    return surroundings.view(of: record)
                }
            } catch { throw .vault(error) }
            return nil
        }
        return try Service.sorted(found, request.order)
    }

    /// The same tokens in another order than the vault's, which is that of their labels.
    private static func sorted(
        _ found: AnswerStream<ListNotes, TokenView>, _ order: ListRequest.Order
    ) throws(Failure) -> AnswerStream<ListNotes, TokenView> {
        guard order != .label else { return found }
        var views: [TokenView] = []
        while let view = try found.next() { views.append(view) }
        var rest = views.sorted { order.isBefore($0.record, $1.record) }[...]
        return AnswerStream(found.head) { () throws(Failure) in rest.popFirst() }
    }

    /// The tokens at the provider, then those of the vault that it has no more.
    package func listRemote(_ request: ListRequest) throws(Failure) -> [RemoteTokenView] {
        let filter = ListFilter(request, try TimeGrammar.horizon(request.expiring, now: now), now: now)
        var views: [RemoteTokenView] = []
        for account in try asked(request) { views += try remote(account) }
        views = views.filter { filter.takes($0.token) }
        let order = request.order
        return order == .label ? views : views.sorted { order.isBefore($0.token, $1.token) }
    }

    /// One token, and who read it.
    package func show(_ label: Label) throws(Failure) -> ShownToken {
        let record = try record(label)
        let view = try surroundings(pending: true).view(of: record)
        return ShownToken(view, try reading { () throws(LedgerError) in try vault.readings(of: record) })
    }

    /// The accounts that a listing is about.
    private func asked(_ request: ListRequest) throws(Failure) -> [Account] {
        guard let name = request.account else { return try accounts() }
        return [try account(named: name)]
    }

    private func remote(_ account: Account) throws(Failure) -> [RemoteTokenView] {
        let listing = try listing(of: account)
        let found = try reading { () throws(LedgerError) in try vault.compare(listing, of: account) }
        let kinds: [(RemoteTokenView.Standing, [TokenID])] = [
            (.managed, found.managed.map(\.token.id)), (.renamed, found.drifted.map(\.token.id)),
            (.unmanaged, found.unmanaged.map(\.id)), (.leftBehind, found.orphaned.map(\.id)),
            (.underWay, found.underway.map(\.id)), (.revoked, found.lagging.map(\.id)),
        ]
        let standings = Dictionary(
            kinds.flatMap { kind in kind.1.map { ($0, kind.0) } }, uniquingKeysWith: { first, _ in first })
        // What is in the vault and no longer listed is what sync would purge, once the token itself is refused.
        return listing.tokens.map {
            RemoteTokenView($0, account: account.name, standings[$0.id] ?? .provisioning)
        } + found.gone.map { RemoteTokenView($0.token, account: account.name, .gone) }
    }
}
