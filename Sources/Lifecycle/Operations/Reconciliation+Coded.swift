package import Secrets

extension Reconciliation: Coded {
    /// Writes the findings in their order.
    package func encode(to writer: inout Writer) {
        writer.values(managed)
        writer.values(drifted)
        for tokens in [unmanaged, orphaned, underway, lagging] { writer.values(tokens) }
        writer.values(unreadable)
        writer.values(gone)
    }

    /// Reads findings.
    package init(from reader: inout Reader) throws(SecretsError) {
        (managed, drifted) = (try reader.values(), try reader.values())
        (unmanaged, orphaned) = (try reader.values(), try reader.values())
        (underway, lagging) = (try reader.values(), try reader.values())
        unreadable = try reader.values()
        gone = try reader.values()
    }
}

extension Reconciliation.Match: Coded {
    /// Writes the record and the token.
    package func encode(to writer: inout Writer) {
        record.encode(to: &writer)
        token.encode(to: &writer)
    }

    /// Reads a match.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(record: try Record(from: &reader), token: try Token(from: &reader))
    }
}
