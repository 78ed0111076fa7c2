package import Secrets

extension Creation {
    package init(format1 reader: inout Reader) throws(SecretsError) {
        self.init(
            try Subject(format1: &reader), scopes: try Scopes(from: &reader),
            expiry: try Expiry(from: &reader), nonce: try Nonce(from: &reader),
            state: try State(format1: &reader))
    }
}

extension Creation.State {
    fileprivate init(format1 reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .asking
        case 2: self = .searching(looks: try reader.number())
        case 3: self = .removing(try reader.tokenIDs())
        case 4: self = .confirming(try reader.tokenIDs(), looks: try reader.number())
        case 5: self = .naming(try Token(from: &reader))
        case 6: self = .undoing(try Revocation(format1: &reader), try Creation.Undo(from: &reader))
        case 7: self = .watching(until: try Instant(from: &reader))
        default: throw .malformed
        }
    }
}
