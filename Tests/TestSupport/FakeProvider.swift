package import Lifecycle
package import Secrets

/// A provider in memory, with faults on request: for what must be tried a thousand times.
package final class FakeProvider: TokenProvider, ProviderRouter {
    /// A token as the provider keeps it, string and all.
    package struct Kept: Hashable {
        /// The description.
        package var token: Token
        /// The token string.
        package var string: [UInt8]
    }

    /// What goes wrong with one request.
    package enum Fault {
        /// Nothing is done, and the failure is told.
        case before(ProviderFailure)
        /// All is done, and the failure is told.
        case after(ProviderFailure)
        /// The token is made otherwise than asked for.
        case otherwise((inout Token) -> Void)
        /// The token is made, and its string cannot be used.
        case noString
        /// Two tokens are made, one is told of.
        case twice
        /// 200 to a deletion that does not happen.
        case lie
        /// A listing without this attempt's tokens.
        case stale
        /// A listing that shows this token badly, and with `false` not even its id.
        case unreadable(TokenID, withID: Bool)
        /// The token is made only so many requests later, and nothing is told.
        case late(Int)
    }

    /// All living tokens, by id.
    package private(set) var kept: [TokenID: Kept] = [:]
    /// Where requests were sent to.
    package private(set) var addresses: Set<ProviderAddress> = []
    /// Every request that arrived, in order.
    package private(set) var log: [ProviderRequest] = []
    /// Asked for each request, with its number from 0 on: what goes wrong with it?
    package var fault: (Int, ProviderRequest) -> Fault? = { _, _ in nil }
    /// The provisioning token's string.
    package let provisioning: [UInt8]
    private var replies: [(UInt64, Result<ProviderAnswer, ProviderFailure>, [UInt8]?)] = []
    private var late: [(at: Int, label: String, scopes: Scopes, expiry: Expiry)] = []
    private var lastNumber = 1000
    private var held: (() -> Void)?
    /// Whom its tokens belong to.
    package var user = "someone"
    /// Has something happen before the request that arrives now is looked at.
    package func hold(_ body: @escaping () -> Void) { held = body }

    /// Starts with a provisioning token and nothing else.
    package init() {
        provisioning = FakeProvider.fresh()
        kept[1] = Kept(
            token: Token(
                id: 1, label: "provisioning", scopes: .all, created: Instant(seconds: 0), expiry: .never,
                prefix: String(decoding: provisioning.prefix(16), as: UTF8.self)), string: provisioning)
    }

    /// Its ways, as operations see them.
    package var rules = ProviderRules(expiryStep: 60)
    package func rules(at address: ProviderAddress) -> ProviderRules { rules }

    /// All tokens but the provisioning one.
    package var others: [Kept] {
        kept.values.filter { $0.token.id != 1 }.sorted { $0.token.id < $1.token.id }
    }

    /// Its clock.
    package var now = Instant(seconds: 0)
    /// Whether its answers say what time it is.
    package var tellsTime = false

    /// Nobody hears what time it is from one that is not reached.
    private func time(of outcome: Result<ProviderAnswer, ProviderFailure>) -> Instant? {
        if case .failure(let failure) = outcome, failure.status == nil { return nil }
        return tellsTime ? now : nil
    }

    /// Makes a token as somebody elsewhere would.
    @discardableResult
    package func make(_ label: String, scopes: Scopes = .only([:]), expiry: Expiry = .never) -> Kept {
        lastNumber += 1
        let string = FakeProvider.fresh()
        let token = Token(
            id: .numbered(lastNumber), label: label, scopes: scopes, created: now,
            expiry: expiry,
            prefix: String(decoding: string.prefix(16), as: UTF8.self))
        kept[token.id] = Kept(token: token, string: string)
        return Kept(token: token, string: string)
    }

    /// Deletes a token as somebody elsewhere would.
    package func drop(_ id: TokenID) { kept[id] = nil }

    /// Forgets the replies that nobody fetched: the process that asked is dead, and its pipe with it.
    package func hangUp() { replies = [] }

    /// Gives a token another label, as somebody elsewhere would.
    package func relabel(_ id: TokenID, _ label: String) { kept[id]?.token.label = label }

    /// Takes a request to any address, and notes the address.
    package func submit(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes, tag: UInt64
    ) throws(ProviderFailure) {
        addresses.insert(address)
        try submit(request, as: string, tag: tag)
    }

    /// Shows another prefix of a token's string, as an answer that was cut would.
    package func show(_ prefix: String, of id: TokenID) { kept[id]?.token.prefix = prefix }

    /// Takes a request and does it at once.
    package func submit(
        _ request: ProviderRequest, as credential: borrowing SecretBytes, tag: UInt64
    ) throws(ProviderFailure) {
        let number = log.count
        log.append(request)
        for arrived in late where arrived.at <= number {
            make(arrived.label, scopes: arrived.scopes, expiry: arrived.expiry)
        }
        late.removeAll { $0.at <= number }
        let fault = fault(number, request)
        if let held {
            // Somebody else's requests are answered meanwhile.
            let waiting = replies
            (self.held, replies) = (nil, [])
            held()
            replies = waiting
        }
        if case .before(let failure) = fault { return replies.append((tag, .failure(failure), nil)) }
        let asking = credential.exposed
        guard let who = kept.values.first(where: { $0.string == asking }) else {
            return replies.append((tag, .failure(ProviderFailure(.deadCredential, status: 401)), nil))
        }
        let (answer, string) = perform(request, who.token, fault, number)
        if case .after(let failure) = fault { return replies.append((tag, .failure(failure), nil)) }
        replies.append((tag, answer, string))
    }

    /// Gives the oldest reply.
    package func next() throws(ProviderFailure) -> ProviderReply {
        guard !replies.isEmpty else { throw ProviderFailure(.helper) }
        let (tag, outcome, string) = replies.removeFirst()
        guard let string, let copy = try? SecretBytes(copying: string.span) else {
            return ProviderReply(tag: tag, outcome: outcome, time: time(of: outcome))
        }
        return ProviderReply(tag: tag, outcome: outcome, string: copy, time: time(of: outcome))
    }

    private func perform(
        _ request: ProviderRequest, _ who: Token, _ fault: Fault?, _ number: Int
    ) -> (Result<ProviderAnswer, ProviderFailure>, [UInt8]?) {
        switch request {
        case .identify:
            let identity = Identity(user: user, customer: "C", scopes: who.scopes, isRestricted: false)
            return (.success(.identity(identity)), nil)
        case .create(let label, let scopes, let expiry):
            if case .late(let requests) = fault {
                late.append((number + requests, label, scopes, expiry))
                return (.failure(ProviderFailure(.interrupted)), nil)
            }
            var made = make(label, scopes: scopes, expiry: expiry)
            if case .otherwise(let change) = fault {
                change(&made.token)
                kept[made.token.id] = made
            }
            if case .twice = fault { make(label, scopes: scopes, expiry: expiry) }
            if case .noString = fault { return (.success(.created(made.token)), nil) }
            return (.success(.created(made.token)), made.string)
        case .view(let id): return (.success(kept[id].map { .token($0.token) } ?? .absent), nil)
        case .list:
            let all = kept.values.map(\.token).sorted { $0.id < $1.id }
            if case .stale = fault {
                return (.success(.tokens(TokenListing(all.filter { $0.id == 1 }))), nil)
            }
            if case .unreadable(let id, let withID) = fault {
                let unread = UnreadableToken(id: withID ? id : nil, .field)
                let rest = all.filter { $0.id != id }
                return (.success(.tokens(TokenListing(rest, unreadable: [unread]))), nil)
            }
            return (.success(.tokens(TokenListing(all))), nil)
        case .rename(let id, let label):
            guard kept[id] != nil else { return (.success(.absent), nil) }
            kept[id]?.token.label = label
            return (.success(kept[id].map { .token($0.token) } ?? .absent), nil)
        case .delete(let id):
            guard kept[id] != nil else { return (.success(.absent), nil) }
            if case .lie = fault { return (.success(.deleted), nil) }
            kept[id] = nil
            return (.success(.deleted), nil)
        }
    }

    private static func fresh() -> [UInt8] { Array(Hex.text(Random.bytes(32)).utf8) }
}
