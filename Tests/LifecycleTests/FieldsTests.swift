import Secrets
import Testing

@testable import Lifecycle

@Suite("Numbered fields")
struct FieldsTests {
    private func fields(_ bytes: [UInt8]) throws -> NumberedFields {
        var reader = Reader(bytes)
        return try NumberedFields(from: &reader)
    }

    @Test("stand by rising number, however they were set, and read back byte for byte")
    func order() throws {
        var fields = NumberedFields()
        for number in [0x90, 0x02, 0x81, 0x40, 0x02] as [UInt8] {
            fields[number] = [UInt8](repeating: number, count: Int(number % 3))
        }
        let bytes =
            Bytes.field(0x02, [2, 2]) + Bytes.field(0x40, [0x40]) + Bytes.field(0x81, [])
            + Bytes.field(0x90, [])
        #expect(fields.bytes == bytes)
        #expect(try self.fields(bytes) == fields)
        #expect(fields[0x02] == [2, 2] && fields[0x81] == [] && fields[0x03] == nil)
        fields[0x40] = nil
        fields[0x41] = nil
        #expect(fields.bytes == Bytes.field(0x02, [2, 2]) + Bytes.field(0x81, []) + Bytes.field(0x90, []))
    }

    @Test(
        "are refused as malformed when numbers do not rise, or a length is a lie",
        arguments: [
            Bytes.field(2, []) + Bytes.field(2, []), Bytes.field(3, []) + Bytes.field(2, []), [1],
            [1, 0, 0, 0], [1, 0, 0, 0, 2, 9], [1, 0xFF, 0xFF, 0xFF, 0xFF, 9],
        ] as [[UInt8]])
    func malformed(_ bytes: [UInt8]) {
        #expect(throws: SecretsError.malformed) { try fields(bytes) }
    }

    @Test("of a later version are kept where they may be passed over, and newer where they may not")
    func later() throws {
        let optional = Bytes.field(0x11, [1, 2, 3])
        let bytes = Bytes.field(0x02, [7]) + optional + Bytes.field(0x81, [8])
        #expect(try fields(bytes).others(knowing: [0x02, 0x81]).bytes == optional)
        #expect(throws: SecretsError.later) { try fields(bytes).others(knowing: [0x02, 0x11]) }
        var reader = Reader(bytes)
        #expect(throws: SecretsError.later) { try NumberedFields(from: &reader, knowing: [0x02]) }
    }

    @Test("are read to their end, and no further")
    func values() throws {
        let fields = try fields(
            Bytes.field(1, [0, 0, 0, 5]) + Bytes.field(2, Bytes.utf8("é")) + Bytes.field(3, [1])
                + Bytes.field(4, [0xFF]) + Bytes.field(5, [2]))
        #expect(try fields.number(1) as UInt32? == 5)
        #expect(throws: SecretsError.malformed) { try fields.number(1) as UInt16? }
        #expect(throws: SecretsError.malformed) { try fields.number(1) as UInt64? }
        #expect(try fields.number(9) as UInt64? == nil)
        #expect(try fields.text(2) == "é" && fields.text(9) == "" && fields.flag(3) && !fields.flag(9))
        #expect(throws: SecretsError.malformed) { try fields.text(4) }
        #expect(throws: SecretsError.malformed) { try fields.flag(5) }
        #expect(throws: SecretsError.malformed) {
            try fields.required(9) { (reader) throws(SecretsError) in try reader.byte() }
        }
    }

    @Test("of a part of the bytes do not reach beyond it")
    func parts() throws {
        var reader = Reader(Bytes.counted(Bytes.field(1, [5])) + [6])
        var part = try reader.part()
        #expect(try NumberedFields(from: &part).bytes == Bytes.field(1, [5]))
        #expect(part.left == 0 && reader.left == 1)
        var short = Reader([1, 0, 0, 0, 9, 9, 9], in: 0..<5)
        #expect(throws: SecretsError.malformed) { try NumberedFields(from: &short) }
    }
}
