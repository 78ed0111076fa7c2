internal import Lifecycle
internal import Secrets

/// What is sealed in a deposit: how far it is, the token string, and once more which deposit it is, so that nobody signs what another
/// has sealed.
struct DepositPlain {
    let vault: [UInt8]
    var id: OperationID { content.id }
    let content: DepositContent

    /// Its size is a multiple of so many bytes: it does not tell how long the label is.
    private static let unit = 2048

    private var fields: NumberedFields {
        var fields = NumberedFields()
        fields[0x81] = vault
        fields[0x82] = id.bytes
        fields[0x83] = content.depositor
        fields[0x84] = content.entry?.bytes
        fields[0x85] = content.record.map { $0.id.bytes + $0.fields.bytes }
        return fields
    }

    /// The plain text: fields with their length, the string with its length, zeros.
    func encoded(_ string: borrowing SecretBytes?) throws(SecretsError) -> SecretBytes {
        let (open, length) = (fields.bytes, DepositPlain.count(string))
        var head = Writer()
        head.bytes(open)
        head.number(UInt16(clamping: length))
        let start = head.bytes
        let whole = start.count + length
        let units = (whole + DepositPlain.unit - 1) / DepositPlain.unit
        return try SecretBytes(count: units * DepositPlain.unit) { (target) throws(SecretsError) in
            for index in start.indices { target[index] = start[index] }
            switch string {
            case .some(let string):
                string.withBytes { for index in $0.indices { target[start.count + index] = $0[index] } }
            case .none: break
            }
        }
    }

    private static func count(_ string: borrowing SecretBytes?) -> Int {
        switch string {
        case .some(let string): string.count
        case .none: 0
        }
    }
}

/// The same as it was read.
struct OpenedDeposit: ~Copyable {
    let plain: DepositPlain
    private var string: SecretBytes?

    /// The token string, which is there once.
    consuming func takenString() -> SecretBytes? { string.take() }

    /// Reads the plain text; throws `malformed`, or `later` for what a later version has written.
    init(_ secret: borrowing SecretBytes) throws(SecretsError) {
        var head = Reader(try OpenedDeposit.bytes(0..<4, of: secret))
        let (count, wide) = (try head.number() as UInt32, secret.count)
        guard Int(count) <= wide - 6 else { throw .malformed }
        let end = 4 + Int(count)
        var tail = Reader(try OpenedDeposit.bytes(end..<end + 2, of: secret))
        let length = Int(try tail.number() as UInt16)
        guard length <= wide - end - 2 else { throw .malformed }
        let plain = try DepositPlain(Reader(try OpenedDeposit.bytes(4..<end, of: secret)))
        let string = try OpenedDeposit.string(end + 2..<end + 2 + length, of: secret)
        self.plain = plain
        self.string = string
    }

    private static func string(
        _ range: Range<Int>, of secret: borrowing SecretBytes
    ) throws(SecretsError) -> SecretBytes? {
        guard !range.isEmpty else { return nil }
        return try secret.withBytes { (bytes) throws(SecretsError) in
            try SecretBytes(copying: bytes.extracting(range))
        }
    }

    /// Bytes that are no secret.
    private static func bytes(
        _ range: Range<Int>, of secret: borrowing SecretBytes
    ) throws(SecretsError) -> [UInt8] {
        guard range.upperBound <= secret.count else { throw .malformed }
        return secret.withBytes { bytes in range.map { bytes[$0] } }
    }
}

extension DepositPlain {
    fileprivate init(_ reader: Reader) throws(SecretsError) {
        var reader = reader
        let fields = try NumberedFields(from: &reader, knowing: [0x81, 0x82, 0x83, 0x84, 0x85])
        vault = try fields.required(0x81) { (reader) throws(SecretsError) in try reader.raw(16) }
        content = DepositContent(
            try fields.required(0x82, OperationID.init(from:)),
            by: try fields.required(0x83) { (reader) throws(SecretsError) in try reader.raw(32) },
            fields[0x84].map { JournalEntry($0) },
            try fields.value(0x85) { (reader) throws(SecretsError) in
                let id = try RecordID(from: &reader)
                return try Record(id: id, fields: NumberedFields(from: &reader))
            })
    }
}
