package import Secrets

extension Adopted: Coded {
    /// Writes the token, and why it keeps its label.
    package func encode(to writer: inout Writer) {
        writer.value(token)
        writer.value(keptLabel)
    }

    /// Reads what came of an adoption.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), keptLabel: try reader.value())
    }
}

extension Revoked: Coded {
    /// Writes the token, what is in the way, and the receipt.
    package func encode(to writer: inout Writer) {
        writer.fields(token, failure, receipt)
    }

    /// Reads what became of a token.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), try reader.value(), receipt: try reader.value())
    }
}

extension ListNotes: Coded {
    /// Writes the operations and the accounts.
    package func encode(to writer: inout Writer) {
        writer.value(pending)
        writer.value(accounts)
    }

    /// Reads what is told with a listing.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), try reader.value())
    }
}

extension AuditPage: Coded {
    /// Writes the entries, whether there may be more, and what was verified.
    package func encode(to writer: inout Writer) {
        writer.fields(entries, isCut, verified)
    }

    /// Reads a part of the log.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), isCut: try reader.value(), verified: try reader.value())
    }
}

extension SyncResult: Coded {
    /// Writes the operations and the accounts.
    package func encode(to writer: inout Writer) {
        writer.value(lines)
        writer.value(findings)
        writer.value(restored)
        writer.value(deposits)
    }

    /// Reads a result.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.value(), try reader.value(), restored: try reader.value(),
            deposits: try reader.value())
    }
}

extension SyncResult.Restoration: Coded {
    /// Writes both.
    package func encode(to writer: inout Writer) { writer.fields(since, isOver) }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(since: try reader.value(), isOver: try reader.value())
    }
}

extension SyncResult.Line: Coded {
    /// Writes the operation, where it stands, and what is in its way.
    package func encode(to writer: inout Writer) {
        writer.fields(operation, state, failure)
    }

    /// Reads an operation.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), try reader.value(), try reader.value())
    }
}

extension SyncResult.State: Coded {}

extension VaultCounts: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        for count in [tokens, expiring, watching] { writer.value(count) }
        writer.value(pending)
        writer.value(accounts)
        writer.value(changes)
        writer.value(recent)
        writer.value(restored)
        writer.value(deposits)
    }

    /// Reads counts, none of which is below 0.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            tokens: try reader.value(), expiring: try reader.value(), watching: try reader.value(),
            pending: try reader.value(), accounts: try reader.value(), changes: try reader.value(),
            recent: try reader.value(), restored: try reader.value())
        deposits = try reader.value()
        guard min(tokens, expiring, watching, deposits) >= 0 else { throw .malformed }
    }
}

extension VaultSettings: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(auditKeep, askpass, hook, changes, backup)
    }

    /// Reads what is set.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            auditKeep: try reader.value(), askpass: try reader.value(), hook: try reader.value(),
            changes: try reader.value(), backup: try reader.value())
    }
}
