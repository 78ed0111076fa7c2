internal import Lifecycle
internal import Secrets

// How requests, answers and failures are written on the wire; the words in them have their own encoding.

extension ProviderRequest {
    func encode(to writer: inout Writer) {
        switch self {
        case .identify: writer.byte(1)
        case .create(let label, let scopes, let expiry):
            writer.byte(2)
            writer.string(label)
            scopes.encode(to: &writer)
            expiry.encode(to: &writer)
        case .view(let id):
            writer.byte(3)
            id.encode(to: &writer)
        case .list: writer.byte(4)
        case .rename(let id, let label):
            writer.byte(5)
            id.encode(to: &writer)
            writer.string(label)
        case .delete(let id):
            writer.byte(6)
            id.encode(to: &writer)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .identify
        case 2:
            self = .create(
                label: try reader.string(), scopes: try Scopes(from: &reader),
                expiry: try Expiry(from: &reader))
        case 3: self = .view(try TokenID(from: &reader))
        case 4: self = .list
        case 5: self = .rename(try TokenID(from: &reader), try reader.string())
        case 6: self = .delete(try TokenID(from: &reader))
        default: throw .malformed
        }
    }
}

extension ProviderAnswer {
    func encode(to writer: inout Writer) {
        switch self {
        case .identity(let identity):
            writer.byte(1)
            identity.encode(to: &writer)
        case .created(let token):
            writer.byte(2)
            token.encode(to: &writer)
        case .token(let token):
            writer.byte(3)
            token.encode(to: &writer)
        case .tokens(let listing):
            writer.byte(4)
            writer.number(UInt32(listing.tokens.count))
            for token in listing.tokens { token.encode(to: &writer) }
            writer.number(UInt32(listing.unreadable.count))
            for token in listing.unreadable {
                writer.optional(token.id) { $1.encode(to: &$0) }
                writer.byte(token.flaw.rawValue)
            }
        case .deleted: writer.byte(5)
        case .absent: writer.byte(6)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .identity(try reader.identity())
        case 2: self = .created(try reader.token())
        case 3: self = .token(try reader.token())
        case 4:
            let tokens = try reader.list { (reader) throws(SecretsError) in try reader.token() }
            let unreadable = try reader.list { (reader) throws(SecretsError) in
                UnreadableToken(
                    id: try reader.optional { (reader) throws(SecretsError) in try TokenID(from: &reader) },
                    try reader.choice(UnreadableToken.Flaw.self))
            }
            self = .tokens(TokenListing(tokens, unreadable: unreadable))
        case 5: self = .deleted
        case 6: self = .absent
        default: throw .malformed
        }
    }
}

/// What was parsed from the network is bounded once more where the keys are.
extension Reader {
    fileprivate mutating func list<Element>(
        _ element: (inout Reader) throws(SecretsError) -> Element
    ) throws(SecretsError) -> [Element] {
        let count: UInt32 = try number()
        guard count <= ProviderBounds.tokens else { throw .malformed }
        var list: [Element] = []
        for _ in 0..<count { list.append(try element(&self)) }
        return list
    }

    fileprivate mutating func token() throws(SecretsError) -> Token {
        let token = try Token(from: &self)
        guard fits(token.label, ProviderBounds.label),
            fits(token.scopes.text, ProviderBounds.scopes), fits(token.prefix, ProviderBounds.prefix)
        else { throw .malformed }
        return token
    }

    fileprivate mutating func identity() throws(SecretsError) -> Identity {
        let identity = try Identity(from: &self)
        guard fits(identity.user, ProviderBounds.name), fits(identity.customer, ProviderBounds.name),
            fits(identity.scopes.text, ProviderBounds.scopes)
        else { throw .malformed }
        return identity
    }

    private func fits(_ text: String, _ limit: Int) -> Bool { text.unicodeScalars.count <= limit }
}
