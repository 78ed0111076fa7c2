package import Secrets

extension Renaming {
    package func encode(to writer: inout Writer) {
        subject.encode(to: &writer)
        token.encode(to: &writer)
        label.encode(to: &writer)
    }

    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try Subject(from: &reader), token: try TokenID(from: &reader), to: try Label(from: &reader))
    }
}
