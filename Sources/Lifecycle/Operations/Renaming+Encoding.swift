package import Secrets

extension Renaming {
    package func encode(to writer: inout Writer) {
        subject.encode(to: &writer)
        writer.number(token)
        label.encode(to: &writer)
    }

    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try Subject(from: &reader), token: try reader.number(), to: try Label(from: &reader))
    }
}
