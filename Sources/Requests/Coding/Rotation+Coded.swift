internal import Lifecycle
package import Secrets

extension RotateRequest: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(tokens, scopes, unknownScopes, isFullAccess, expiry)
        writer.fields(overlap, endsWhenRead)
    }

    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value())
        (scopes, unknownScopes) = (try reader.value(), try reader.value())
        (isFullAccess, expiry) = (try reader.value(), try reader.value())
        (overlap, endsWhenRead) = (try reader.value(), try reader.value())
    }
}

extension RotatePlan: Coded {
    /// Writes the steps.
    package func encode(to writer: inout Writer) { writer.values(steps) }

    /// Reads a plan.
    package init(from reader: inout Reader) throws(SecretsError) { self.init(try reader.values()) }
}

extension RotatePlan.Step: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(token, scopes, expiry, overlap)
    }

    /// Reads a step.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.value(), scopes: try reader.value(), expiry: try reader.value(),
            overlap: try reader.value())
    }
}

extension Rotated: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(old, new, until, failure)
    }

    /// Reads what became of a token.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.value(), new: try reader.value(), until: try reader.value(), try reader.value())
    }
}
