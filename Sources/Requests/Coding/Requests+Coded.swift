package import Secrets

extension AdoptRequest: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(label, name, account)
    }

    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), try reader.value(), account: try reader.value())
    }
}

extension AuditRequest: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(labels, events, since, limit, isVerified)
    }

    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            labels: try reader.value(), events: try reader.value(), since: try reader.value(),
            limit: try reader.value())
        isVerified = try reader.value()
    }
}

extension CreateRequest: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(label, scopes, unknownScopes, isFullAccess, expiry, account, policy)
    }

    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.value(), scopes: try reader.value(), unknownScopes: try reader.value(),
            isFullAccess: try reader.value(), expiry: try reader.value(), account: try reader.value(),
            policy: try reader.value())
    }
}

extension ListRequest: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(account, isAll, expiring, isExpired, patterns, order, tags, owner)
    }

    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            account: try reader.value(), isAll: try reader.value(), expiring: try reader.value(),
            isExpired: try reader.value(), patterns: try reader.value(), order: try reader.value(),
            tags: try reader.value(), owner: try reader.value())
    }
}

extension ListRequest.Order: Coded {}

extension LoginRequest: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.value(name)
        writer.value(address)
    }

    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(name: try reader.value(), address: try reader.value())
    }
}

extension SyncRequest: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.value(isDueOnly)
    }

    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(isDueOnly: try reader.value())
    }
}
