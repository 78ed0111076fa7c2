package import Secrets

extension Adoption {
    package init(format1 reader: inout Reader) throws(SecretsError) {
        let subject = try Subject(format1: &reader)
        let token = try TokenID(from: &reader)
        switch try reader.byte() {
        case 1: self.init(subject, token: token, state: .viewing)
        case 2: self.init(subject, token: token, state: .probing(try Token(from: &reader)))
        case 3: self.init(subject, token: token, state: .naming(try Token(from: &reader)))
        default: throw .malformed
        }
    }
}
