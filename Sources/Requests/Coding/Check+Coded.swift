package import Secrets

extension CheckRequest: Request {
    package typealias Answer = CheckResult
    package static let kind = RequestKind.check

    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(patterns, excluded, warn, critical, warnsOfNever)
    }

    /// Reads a request.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            patterns: try reader.value(), excluded: try reader.value(), warn: try reader.value(),
            critical: try reader.value(), warnsOfNever: try reader.value())
    }
}

extension CheckResult.Severity: Coded {}
extension CheckResult.Kind: Coded {}

extension CheckResult.Finding: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(severity, kind, label, moment, pending)
    }

    /// Reads a finding.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.value(), try reader.value(), try reader.value(), try reader.value(),
            pending: try reader.value())
    }
}

extension CheckResult.Count: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) { writer.fields(kind, severity, count) }

    /// Reads a count of some.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), try reader.value(), try reader.value())
        guard count > 0 else { throw .malformed }
    }
}

extension CheckResult: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(tokens, renewed, never, pending, revocations, earliest, counts, findings, unmatched)
    }

    /// Reads what was found.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init()
        (tokens, renewed, never) = (try reader.value(), try reader.value(), try reader.value())
        (pending, revocations, earliest) = (try reader.value(), try reader.value(), try reader.value())
        (counts, findings, unmatched) = (try reader.value(), try reader.value(), try reader.value())
        guard min(tokens, renewed, never, pending, revocations) >= 0 else { throw .malformed }
    }
}
