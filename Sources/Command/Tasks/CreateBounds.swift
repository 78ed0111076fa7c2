internal import Lifecycle
internal import ProviderProfiles
internal import Requests
internal import Service

/// What a new token can be given, as the form shows it.
struct CreateBounds {
    /// The most that a token may be, where it is created through the agent.
    private let ceiling: Ceiling
    private let now: Instant

    /// The times that the provider's page has, and how they are written.
    static let times = [("in 1 month", "1mo"), ("in 3 months", "3mo"), ("in 6 months", "6mo")]
        .map { (words: $0.0, text: $0.1) }

    init(_ ceiling: Ceiling, isBinding: Bool, _ now: Instant) {
        (self.ceiling, self.now) = (isBinding ? ceiling : Ceiling(), now)
    }

    /// An expiry to choose, with its date.
    func choice(_ words: String, _ text: String) -> Choice {
        guard let expiry = try? TimeGrammar.expiry(text, now: now) else { return Choice(title: words) }
        let detail = expiry == .never ? "lives until it is revoked" : expiry.moment.map(\.day) ?? ""
        return Choice(title: words, detail: detail, barrier: barrier(expiry))
    }

    /// Why a token may not live that long.
    func barrier(_ expiry: Expiry) -> String? {
        guard
            case .lifetime(let longest) = Ceiling(lifetime: ceiling.lifetime).excess(
                of: .only([:]), until: expiry, at: now)
        else { return nil }
        return "longer than this vault allows, \(longest.text)"
    }

    /// The table of scopes: those that the provisioning token has itself, within what the vault allows.
    func rows(of account: Account) -> [ScopeRow] {
        ProviderProfile.linode.catalog.entries.map { entry in
            let levels: [Scopes.Level] = entry.hasReadOnly ? [.readOnly, .readWrite] : [.readWrite]
            let possible = levels.filter { level in
                let scopes = Scopes.only([entry.name: level])
                return account.identity.scopes.covers(scopes) && ceiling.scopes?.covers(scopes) ?? true
            }
            return ScopeRow(
                name: entry.name, title: entry.title, possible: Set(possible))
        }
    }
}
