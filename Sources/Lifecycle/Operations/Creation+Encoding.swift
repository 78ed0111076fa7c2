package import Secrets

extension Creation {
    package func encode(to writer: inout Writer) {
        subject.encode(to: &writer)
        scopes.encode(to: &writer)
        expiry.encode(to: &writer)
        nonce.encode(to: &writer)
        switch state {
        case .asking: writer.byte(1)
        case .searching(let looks):
            writer.byte(2)
            writer.number(looks)
        case .removing(let tokens):
            writer.byte(3)
            writer.tokenIDs(tokens)
        case .confirming(let tokens, let looks):
            writer.byte(4)
            writer.tokenIDs(tokens)
            writer.number(looks)
        case .naming(let token):
            writer.byte(5)
            token.encode(to: &writer)
        case .undoing(let revocation, let undo):
            writer.byte(6)
            revocation.encode(to: &writer)
            undo.encode(to: &writer)
        case .watching(let until):
            writer.byte(7)
            until.encode(to: &writer)
        }
    }

    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try Subject(from: &reader), scopes: try Scopes(from: &reader), expiry: try Expiry(from: &reader),
            nonce: try Nonce(from: &reader), state: try State(from: &reader))
    }
}

extension Creation.State {
    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .asking
        case 2: self = .searching(looks: try reader.number())
        case 3: self = .removing(try reader.tokenIDs())
        case 4: self = .confirming(try reader.tokenIDs(), looks: try reader.number())
        case 5: self = .naming(try Token(from: &reader))
        case 6: self = .undoing(try Revocation(from: &reader), try Creation.Undo(from: &reader))
        case 7: self = .watching(until: try Instant(from: &reader))
        default: throw .malformed
        }
    }
}

extension Creation.Undo {
    func encode(to writer: inout Writer) {
        switch self {
        case .grantedOtherwise: writer.byte(1)
        case .vanished: writer.byte(3)
        case .nameRefused(let failure):
            writer.byte(4)
            failure.encode(to: &writer)
        }
    }

    init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .grantedOtherwise
        // Earlier versions did not keep what the provider said.
        case 2: self = .nameRefused(ProviderFailure(.rejected))
        case 3: self = .vanished
        case 4: self = .nameRefused(try ProviderFailure(from: &reader))
        default: throw .malformed
        }
    }
}

extension Writer {
    fileprivate mutating func tokenIDs(_ tokens: [TokenID]) {
        number(UInt16(clamping: tokens.count))
        for token in tokens.prefix(Int(UInt16.max)) { token.encode(to: &self) }
    }
}

extension Reader {
    fileprivate mutating func tokenIDs() throws(SecretsError) -> [TokenID] {
        let count: UInt16 = try number()
        guard count > 0 else { throw .malformed }
        var tokens: [TokenID] = []
        for _ in 0..<count { tokens.append(try TokenID(from: &self)) }
        return tokens
    }
}
