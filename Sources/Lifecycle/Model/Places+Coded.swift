package import Secrets

extension Destination: Coded {
    /// Writes the one form in which destinations are kept.
    package func encode(to writer: inout Writer) { writer.string(text) }

    /// Reads that form, and no other.
    package init(from reader: inout Reader) throws(SecretsError) {
        let text = try reader.string()
        guard let read = Destination(text), read.text == text else { throw .malformed }
        self = read
    }
}

extension ProviderAddress: Coded {
    /// Writes the one form in which addresses are compared.
    package func encode(to writer: inout Writer) { writer.string(text) }

    /// Reads that form, and no other.
    package init(from reader: inout Reader) throws(SecretsError) {
        var part = try reader.part()
        try self.init(restOf: &part)
    }
}

extension ReceiptStatement: Coded {
    /// Writes the bytes that are signed.
    package func encode(to writer: inout Writer) { writer.bytes(signed) }

    /// Reads a statement of either version; throws `later` for one of a later version.
    package init(from reader: inout Reader) throws(SecretsError) {
        try self.init(reading: try reader.bytes())
    }
}
