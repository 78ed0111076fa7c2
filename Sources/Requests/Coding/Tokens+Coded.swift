package import Lifecycle
package import Secrets

extension TokenView: Coded {
    /// Writes the record, the account's name, and what waits.
    package func encode(to writer: inout Writer) {
        record.encode(to: &writer)
        writer.string(account)
        let pending = pending
        writer.flag(pending != nil)
        if let pending { pending.encode(to: &writer) }
        writer.value(until)
    }

    /// Reads a token.
    package init(from reader: inout Reader) throws(SecretsError) {
        var last = LastScopes()
        try self.init(from: &reader, &last)
    }

    /// Does so where many are read one after the other.
    package init(from reader: inout Reader, _ last: inout LastScopes) throws(SecretsError) {
        self.init(
            try Record(from: &reader, &last), account: try reader.string(),
            pending: try reader.flag() ? try PendingView(from: &reader) : nil, until: try reader.value())
    }
}

extension PendingView: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.string(operation)
        label.encode(to: &writer)
        record.encode(to: &writer)
        writer.value(token)
        began.encode(to: &writer)
        writer.value(setback)
    }

    /// Reads an operation.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            operation: try reader.string(), label: try reader.value(), record: try reader.value(),
            token: try reader.value(), began: try reader.value(), setback: try reader.value())
    }
}

extension RemoteTokenView: Coded {
    /// Writes the token, the account's name, and whose it is.
    package func encode(to writer: inout Writer) {
        writer.fields(token, account, standing)
    }

    /// Reads a token.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), account: try reader.value(), try reader.value())
    }
}

extension RemoteTokenView.Standing: Coded {}

extension ReceiptView: Coded {
    /// Writes the record, the receipt, the key, and what is stated.
    package func encode(to writer: inout Writer) {
        writer.value(record)
        writer.value(receipt)
        writer.bytes(key)
        writer.value(stated)
    }

    /// Reads a receipt; what it states is what was signed, and the key has 32 bytes.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.value(), try reader.value(), key: try reader.bytes(), try reader.value())
        guard key.count == 32 else { throw .malformed }
    }
}
