package import Secrets

extension Adoption {
    package func encode(to writer: inout Writer) {
        subject.encode(to: &writer)
        token.encode(to: &writer)
        switch state {
        case .viewing: writer.byte(1)
        case .probing(let found):
            writer.byte(2)
            found.encode(to: &writer)
        case .naming(let found):
            writer.byte(3)
            found.encode(to: &writer)
        }
    }

    package init(from reader: inout Reader) throws(SecretsError) {
        let subject = try Subject(from: &reader)
        let token = try TokenID(from: &reader)
        switch try reader.byte() {
        case 1: self.init(subject, token: token, state: .viewing)
        case 2: self.init(subject, token: token, state: .probing(try Token(from: &reader)))
        case 3: self.init(subject, token: token, state: .naming(try Token(from: &reader)))
        default: throw .malformed
        }
    }
}
