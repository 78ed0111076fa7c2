import Secrets
import TestSupport
import Testing

@testable import Lifecycle

/// Rows put together by hand from the page of the format, and what a later version may write.
@Suite("The fields of records and accounts")
struct RowFieldsTests {
    private static let token =
        Bytes.field(0x02, Bytes.utf8("cd")) + Bytes.field(0x03, Bytes.utf8("linodes:read_only"))
        + Bytes.field(0x04, Bytes.number(1_795_521_600)) + Bytes.field(0x05, Bytes.number(1_800_000_000))
        + Bytes.field(0x06, Bytes.utf8("0123456789abcdef"))
        + Bytes.field(0x81, Bytes.number(-5) + Bytes.utf8("tok-1"))

    static let record: (value: Record, bytes: [UInt8]) = {
        var token = Machines.token(Machines.text, "cd")
        token.expiry = .at(Instant(seconds: 1_800_000_000))
        let value = Record(
            id: Machines.record, account: Machines.account, label: Machines.label("é"), generation: 3,
            state: .retiring, token: token, nonce: Machines.nonce, sealed: Machines.now)
        let bytes =
            Bytes.field(0x06, Bytes.id(3)) + Bytes.field(0x07, Bytes.number(1_795_521_600))
            + Bytes.field(0x81, Bytes.id(2)) + Bytes.field(0x82, Bytes.utf8("é"))
            + Bytes.field(0x83, [0, 0, 0, 3]) + Bytes.field(0x84, [3]) + Bytes.field(0x85, Self.token)
        return (value, bytes)
    }()

    /// All that is left of one that was revoked.
    static let tombstone: (value: Record, bytes: [UInt8]) = {
        let token = Token(
            id: 7, label: "", scopes: .only([:]), created: nil, expiry: .never, prefix: "")
        let value = Record(
            id: Machines.record, account: Machines.account, label: Machines.label("ci"), state: .gone,
            token: token, sealed: Machines.now, purged: Machines.now.advanced(by: 1),
            receipt: Receipt(statement: [1, 2], signature: [3]))
        let bytes =
            Bytes.field(0x07, Bytes.number(1_795_521_600)) + Bytes.field(0x08, Bytes.number(1_795_521_601))
            + Bytes.field(0x09, Bytes.counted([1, 2]) + Bytes.counted([3]))
            + Bytes.field(0x81, Bytes.id(2)) + Bytes.field(0x82, Bytes.utf8("ci"))
            + Bytes.field(0x83, [0, 0, 0, 1]) + Bytes.field(0x84, [5])
            + Bytes.field(0x85, Bytes.field(0x81, Bytes.number(7)))
        return (value, bytes)
    }()

    static let account: (value: Account, bytes: [UInt8]) = {
        let identity = Identity(user: "someone", customer: "C", scopes: .all, isRestricted: true)
        var token = Machines.token(Machines.text, "cd")
        token.expiry = .at(Instant(seconds: 1_800_000_000))
        let value = Account(
            id: Machines.account, name: Machines.label("work"), identity: identity, token: token,
            sealed: Machines.now, address: .ofFormat1)
        let bytes =
            Bytes.field(0x04, Bytes.utf8("someone")) + Bytes.field(0x05, Bytes.utf8("C"))
            + Bytes.field(0x06, Bytes.utf8("*")) + Bytes.field(0x07, [1]) + Bytes.field(0x08, Self.token)
            + Bytes.field(0x09, Bytes.number(1_795_521_600)) + Bytes.field(0x81, Bytes.utf8("work"))
            + Bytes.field(0x82, Bytes.utf8("linode"))
            + Bytes.field(0x83, Bytes.utf8("https://api.linode.com"))
        return (value, bytes)
    }()

    private func fields(_ bytes: [UInt8]) throws -> NumberedFields {
        var reader = Reader(bytes)
        return try NumberedFields(from: &reader)
    }

    private func record(_ bytes: [UInt8]) throws -> Record {
        try Record(id: Machines.record, fields: try fields(bytes))
    }

    private func account(_ bytes: [UInt8]) throws -> Account {
        try Account(id: Machines.account, fields: try fields(bytes))
    }

    @Test("are those of the page")
    func byHand() throws {
        for (value, bytes) in [Self.record, Self.tombstone] {
            #expect(value.fields.bytes == bytes, "\(value.state)")
            #expect(try record(bytes) == value, "\(value.state)")
        }
        #expect(Self.account.value.fields.bytes == Self.account.bytes)
        #expect(try account(Self.account.bytes) == Self.account.value)
    }

    @Test("of an account that says least are few")
    func least() throws {
        let identity = Identity(user: "", customer: "", scopes: .only([:]), isRestricted: false)
        let value = Account(
            id: Machines.account, name: Machines.label("work"), identity: identity, token: nil,
            sealed: Machines.now, provider: "forge")
        let bytes =
            Bytes.field(0x09, Bytes.number(1_795_521_600)) + Bytes.field(0x81, Bytes.utf8("work"))
            + Bytes.field(0x82, Bytes.utf8("forge"))
        #expect(value.fields.bytes == bytes)
        #expect(try account(bytes) == value)
    }

    @Test("leave the rules to the label, and the place of the sealed string to the vault")
    func others() throws {
        var value = Self.record.value
        value.grants = [Grant(confirmation: .askpass)]
        #expect(value.fields.bytes == Self.record.bytes)
        var fields = value.fields
        fields[0x8A] = [1, 2, 3]
        #expect(throws: SecretsError.later) { try Record(id: Machines.record, fields: fields) }
    }

    @Test("of a later version are kept where they may be passed over, in the token too, and newer where not")
    func later() throws {
        let later = Bytes.field(0x7E, [9])
        for (whole, tokenField) in [(Self.record.bytes, 0x85), (Self.account.bytes, 0x08)]
            as [([UInt8], UInt8)]
        {
            var fields = try fields(whole)
            fields[0x7E] = [9]
            fields[tokenField] = Self.token.dropLast(18) + later + Self.token.suffix(18)
            let isRecord = tokenField == 0x85
            let again =
                try isRecord
                ? Record(id: Machines.record, fields: fields).fields
                : Account(id: Machines.account, fields: fields).fields
            #expect(again == fields)
            var critical = fields
            critical[0xFE] = []
            #expect(throws: SecretsError.later) {
                if isRecord { _ = try record(critical.bytes) } else { _ = try account(critical.bytes) }
            }
            var inner = fields
            inner[tokenField] = Self.token + Bytes.field(0xFE, [])
            #expect(throws: SecretsError.later) {
                if isRecord { _ = try record(inner.bytes) } else { _ = try account(inner.bytes) }
            }
        }
        var state = try fields(Self.record.bytes)
        state[0x84] = [6]
        #expect(throws: SecretsError.malformed) { try record(state.bytes) }
    }

    @Test("are malformed where one that has to be there is not, or a value is not what the page says")
    func malformed() throws {
        for number in [0x81, 0x82, 0x83, 0x84, 0x85] as [UInt8] {
            var fields = try fields(Self.record.bytes)
            fields[number] = nil
            #expect(throws: SecretsError.malformed, "\(number)") { try record(fields.bytes) }
            fields[number] = [0]
            #expect(throws: SecretsError.self, "\(number)") { try record(fields.bytes) }
        }
        for number in [0x81, 0x82] as [UInt8] {
            var fields = try fields(Self.account.bytes)
            fields[number] = nil
            #expect(throws: SecretsError.malformed, "\(number)") { try account(fields.bytes) }
            fields[number] = []
            #expect(throws: SecretsError.malformed, "\(number)") { try account(fields.bytes) }
        }
        let wrong: [(UInt8, String)] = [
            (0x83, "HTTPS://api.linode.com"), (0x83, ""), (0x06, "linodes:ro"),
            (0x06, "b:read_only a:read_only"),
            (0x81, " work"), (0x81, "e\u{301}"), (0x07, "1"),
        ]
        for (number, text) in wrong {
            var fields = try fields(Self.account.bytes)
            fields[number] = Bytes.utf8(text)
            #expect(throws: SecretsError.malformed, "\(number) \(text)") { try account(fields.bytes) }
        }
    }
}
