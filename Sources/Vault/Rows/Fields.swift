internal import Lifecycle
internal import Secrets

// Numbered fields, as the vault reads them.

extension NumberedFields {
    /// Reads bytes that are fields to their end; throws `altered`, or `newer` for a critical field that is not known.
    init(
        reading bytes: [UInt8], knowing known: [UInt8]? = nil, _ part: LedgerError.Part
    ) throws(LedgerError) {
        self = try opening(part) { () throws(SecretsError) in
            var reader = Reader(bytes)
            if let known { return try NumberedFields(from: &reader, knowing: known) }
            return try NumberedFields(from: &reader)
        }
    }

    /// Reads a field to its end; throws `malformed` where it is missing.
    func read<V>(
        _ number: UInt8, _ read: (inout Reader) throws(SecretsError) -> V
    ) throws(SecretsError) -> V {
        guard var reader = reader(of: number) else { throw .malformed }
        let value = try read(&reader)
        try reader.end()
        return value
    }
}
