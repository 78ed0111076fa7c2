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
            writer.number(id)
        case .list: writer.byte(4)
        case .rename(let id, let label):
            writer.byte(5)
            writer.number(id)
            writer.string(label)
        case .delete(let id):
            writer.byte(6)
            writer.number(id)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .identify
        case 2:
            self = .create(
                label: try reader.string(), scopes: try Scopes(from: &reader),
                expiry: try Expiry(from: &reader))
        case 3: self = .view(try reader.number())
        case 4: self = .list
        case 5: self = .rename(try reader.number(), try reader.string())
        case 6: self = .delete(try reader.number())
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
        case .tokens(let tokens):
            writer.byte(4)
            writer.number(UInt32(tokens.count))
            for token in tokens { token.encode(to: &writer) }
        case .deleted: writer.byte(5)
        case .absent: writer.byte(6)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .identity(try Identity(from: &reader))
        case 2: self = .created(try Token(from: &reader))
        case 3: self = .token(try Token(from: &reader))
        case 4:
            let count: UInt32 = try reader.number()
            var tokens: [Token] = []
            for _ in 0..<count { tokens.append(try Token(from: &reader)) }
            self = .tokens(tokens)
        case 5: self = .deleted
        case 6: self = .absent
        default: throw .malformed
        }
    }
}
