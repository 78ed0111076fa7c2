package import Secrets

// The encoding of the words, as `Docs/VaultFormat.md` describes it: on disk and between the processes.

extension Instant: Coded {
    /// Writes the seconds, 64 bits.
    package func encode(to writer: inout Writer) { writer.number(seconds) }

    /// Reads the seconds; throws `malformed` beyond the moments that there are.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(seconds: try reader.number(in: Instant.range))
    }
}

extension Expiry: Coded {
    /// Writes a flag, and the moment when there is one.
    package func encode(to writer: inout Writer) {
        // Not `optional`, which looks a generic type up each time: every hand-out writes one.
        writer.flag(moment != nil)
        if let moment { moment.encode(to: &writer) }
    }

    /// Reads an expiry.
    package init(from reader: inout Reader) throws(SecretsError) {
        self = try reader.flag() ? .at(try Instant(from: &reader)) : .never
    }
}

extension Scopes: Coded {
    /// Writes the canonical text.
    package func encode(to writer: inout Writer) { writer.string(text) }

    /// Reads scopes; only the canonical text is accepted.
    package init(from reader: inout Reader) throws(SecretsError) {
        let text = try reader.string()
        self.init(provider: text)
        guard self.text == text else { throw .malformed }
    }
}

extension Label: Coded {
    /// Writes the text.
    package func encode(to writer: inout Writer) { writer.string(text) }

    /// Reads a label; only a composed, acceptable text is accepted.
    package init(from reader: inout Reader) throws(SecretsError) {
        try self.init(written: reader.string())
    }
}

extension Token: Coded {
    /// Writes id, label, scopes, creation, expiry, prefix: what the provider says. Fields of a later version stand in the vault alone.
    package func encode(to writer: inout Writer) {
        id.encode(to: &writer)
        writer.string(label)
        scopes.encode(to: &writer)
        // Not `optional`: a listing writes a hundred thousand.
        writer.flag(created != nil)
        if let created { created.encode(to: &writer) }
        expiry.encode(to: &writer)
        writer.string(prefix)
    }

    /// Reads a token.
    package init(from reader: inout Reader) throws(SecretsError) {
        var last = LastScopes()
        try self.init(from: &reader, &last)
    }

    /// Does so where many are read one after the other.
    init(from reader: inout Reader, _ last: inout LastScopes) throws(SecretsError) {
        id = try TokenID(from: &reader)
        label = try reader.string()
        let outer = try reader.enter()
        scopes = try last.read(&reader)
        try reader.leave(outer)
        created = try reader.flag() ? try Instant(from: &reader) : nil
        expiry = try Expiry(from: &reader)
        prefix = try reader.string()
    }
}

extension Identity: Coded {
    /// Writes user, customer, scopes, restriction.
    package func encode(to writer: inout Writer) {
        writer.string(user)
        writer.string(customer)
        scopes.encode(to: &writer)
        writer.flag(isRestricted)
    }

    /// Reads an identity.
    package init(from reader: inout Reader) throws(SecretsError) {
        user = try reader.string()
        customer = try reader.string()
        scopes = try Scopes(from: &reader)
        isRestricted = try reader.flag()
    }
}

extension Reader {
    /// Reads a number; throws `malformed` for one that lies outside of its bounds.
    package mutating func number(in range: ClosedRange<Int64>) throws(SecretsError) -> Int64 {
        let value: Int64 = try number()
        guard range.contains(value) else { throw .malformed }
        return value
    }

    /// Reads one byte as a case of an enumeration; throws `malformed` for a number that is none.
    package mutating func choice<E: RawRepresentable<UInt8>>(_ type: E.Type) throws(SecretsError) -> E {
        guard let value = E(rawValue: try byte()) else { throw .malformed }
        return value
    }

    /// Reads one byte as a case of an enumeration that later versions may add to; throws `later` for a number that is none yet.
    package mutating func known<E: RawRepresentable<UInt8>>(_ type: E.Type) throws(SecretsError) -> E {
        guard let value = E(rawValue: try byte()) else { throw .later }
        return value
    }
}
