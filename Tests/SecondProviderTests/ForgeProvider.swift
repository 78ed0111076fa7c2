import Lifecycle
import ProviderProfiles
import Secrets

/// The provider itself, in memory: what a client over HTTP would build and scan.
final class ForgeProvider: ProviderRouter {
    struct Kept {
        var token: Token
        let string: [UInt8]
    }

    let profile: ProviderProfile
    private(set) var kept: [TokenID: Kept] = [:]
    private(set) var log: [ProviderRequest] = []
    let provisioning: [UInt8]
    private var replies: [(UInt64, Result<ProviderAnswer, ProviderFailure>, [UInt8]?)] = []

    init(_ profile: ProviderProfile) {
        self.profile = profile
        provisioning = Array("forge_p0".utf8) + Array(repeating: UInt8(ascii: "p"), count: 32)
        keep("provisioning", .all, .never, provisioning)
    }

    /// All tokens but the provisioning one.
    var others: [Kept] { kept.values.filter { $0.string != provisioning } }

    func rules(at address: ProviderAddress) -> ProviderRules { profile.rules }

    func submit(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes, tag: UInt64
    ) throws(ProviderFailure) {
        log.append(request)
        let asking = string.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        guard address == profile.address, kept.values.contains(where: { $0.string == asking }) else {
            return replies.append((tag, .failure(ProviderFailure(.deadCredential, status: 401)), nil))
        }
        let (outcome, made) = answer(request)
        replies.append((tag, outcome, made))
    }

    func next() throws(ProviderFailure) -> ProviderReply {
        guard !replies.isEmpty else { throw ProviderFailure(.helper) }
        let (tag, outcome, string) = replies.removeFirst()
        return ProviderReply(
            tag: tag, outcome: outcome, string: string.flatMap { try? SecretBytes(copying: $0.span) })
    }

    /// Nobody waits any more for what was asked.
    func hangUp() { replies = [] }

    /// Makes a token as its web page would.
    @discardableResult
    func keep(_ label: String, _ scopes: Scopes, _ expiry: Expiry, _ known: [UInt8]? = nil) -> Kept {
        let name = "tok_\(Hex.text(Random.bytes(6)))"
        let string = known ?? Array("forge_".utf8) + Array(Hex.text(Random.bytes(17)).utf8)
        // It keeps the day, from whose beginning on the token is not valid any more.
        let day = expiry.moment.map { Expiry.at(Instant(seconds: $0.seconds / 86_400 * 86_400)) } ?? .never
        let token = Token(
            id: TokenID(name) ?? { preconditionFailure(name) }(), label: label, scopes: listed(scopes),
            created: nil, expiry: day,
            prefix: String(decoding: string.prefix(profile.publicPrefix), as: UTF8.self))
        let made = Kept(token: token, string: string)
        kept[token.id] = made
        return made
    }

    private func listed(_ scopes: Scopes) -> Scopes {
        guard case .only(let named) = scopes, let level = named["repo"] else { return scopes }
        return .only(
            named.filter { $0.key != "repo" }.merging(["contents": level, "issues": level]) { first, _ in
                first
            })
    }

    private func answer(_ request: ProviderRequest) -> (Result<ProviderAnswer, ProviderFailure>, [UInt8]?) {
        switch request {
        case .identify:
            return (
                .success(.identity(Identity(user: "f", customer: "", scopes: .all, isRestricted: false))), nil
            )
        case .create(let label, let scopes, let expiry):
            let made = keep(label, scopes, expiry)
            return (.success(.created(made.token)), made.string)
        case .view(let id): return (.success(kept[id].map { .token($0.token) } ?? .absent), nil)
        case .list: return (.success(.tokens(TokenListing(kept.values.map(\.token)))), nil)
        case .rename: return (.failure(ProviderFailure(.rejected, status: 405)), nil)
        case .delete(let id): return (.success(kept.removeValue(forKey: id) == nil ? .absent : .deleted), nil)
        }
    }
}
