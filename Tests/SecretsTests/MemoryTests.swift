import Glibc
import TestSupport
import Testing

@testable import Secrets

@Suite("Guarded memory")
struct MemoryTests {
    @Test(
        "two secrets match when all their bytes do",
        arguments: [("", "", true), ("a", "a", true), ("a", "b", false), ("a", "ab", false)])
    func matching(_ left: String, _ right: String, _ same: Bool) throws {
        let one = try SecretBytes(known: left)
        let two = try SecretBytes(known: right)
        let isSame = one.matches(two)
        #expect(isSame == same)
    }

    @Test("is read-only once it was filled: writing into it ends the process")
    func readOnly() throws {
        let maps = { String(decoding: TemporaryFolder.bytes(of: "/proc/self/smaps"), as: UTF8.self) }
        let secret = try SecretBytes(random: 5000)
        let place = secret.withBytes {
            unsafe $0.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        }
        let lines = maps().split(separator: "\n")
        let index = lines.firstIndex { line in
            let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
            return ends.count == 2 && ends[0] <= place && place < ends[1]
        }
        let region = lines[try #require(index)...].prefix(30)
        #expect(region.first?.contains(" r--p ") == true, "\(region.first ?? "")")
        // Left out of core dumps (dd); locked (lo) where the limit allows it.
        let flags = try #require(region.first { $0.hasPrefix("VmFlags") })
        #expect(flags.contains(" dd"), "\(flags)")
    }

    @Test("reads to the end of a pipe, refuses more than its limit, and writes everything")
    func descriptors() throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/file"
        TemporaryFolder.write(Array("12345\r\n".utf8), to: path)
        func read(_ limit: Int) throws -> SecretBytes {
            let file = unsafe open(path, O_RDONLY)
            defer { close(file) }
            return try SecretBytes(readingAll: file, limit: limit)
        }
        #expect(try read(7).exposed == Array("12345\r\n".utf8))
        #expect(try SecretBytes(withoutLineEnd: try read(100)).exposed == Array("12345".utf8))
        #expect(throws: SecretsError.tooLong) { _ = try read(6) }
        #expect(throws: SecretsError.descriptor(EBADF)) { _ = try SecretBytes(readingAll: -1, limit: 1) }
        #expect(throws: SecretsError.descriptor(ENOSPC)) {
            let full = unsafe open("/dev/full", O_WRONLY)
            defer { close(full) }
            try SecretBytes(known: "x").write(to: full)
        }
    }

    @Test("what fails while it is filled leaves nothing behind")
    func failing() throws {
        #expect(throws: SecretsError.malformed) {
            _ = try SecretBytes(count: 10) { (_) throws(SecretsError) in throw .malformed }
        }
    }

    @Test("what was dropped, or failed while it was filled, is wiped for whoever gets the block next")
    func wiped() throws {
        // No other test takes blocks of this size, so that the same one comes again.
        let (count, full) = (151, [UInt8](repeating: 0xA5, count: 151))
        for isFailing in [false, true, false] {
            var seen = full
            try? {
                _ = try SecretBytes(count: count) { (target) throws(SecretsError) in
                    for index in 0..<count {
                        seen[index] = target[index]
                        target[index] = full[index]
                    }
                    if isFailing { throw .malformed }
                }
            }()
            #expect(seen.allSatisfy { $0 == 0 })
        }
    }
}

@Suite("What unlocks a vault")
struct UnlockingTests {
    @Test("a recovery key reads back from its printed form, in any case, with spaces or dashes")
    func recovery() throws {
        let key = try Key<One>()
        let text = String(decoding: try RecoveryKey.text(of: key).exposed, as: UTF8.self)
        #expect(text.utf8.count == 85 && text.hasPrefix("LSRK-"))
        for form in [
            text, text.uppercased(), text.replacing("-", with: " "), text.replacing("-", with: ""),
            " " + text.lowercased().replacing("-", with: "  "), String(text.dropLast(9)),
            String(text.dropLast(9)).replacing("-", with: ""),
        ] {
            let back = try RecoveryKey.key(from: try SecretBytes(known: form), for: One.self)
            let isSame = back.bytes.matches(key.bytes)
            #expect(isSame, "\(form)")
        }
        var short = Array(text)
        short.remove(at: 7)
        #expect(throws: SecretsError.authentication) {
            _ = try RecoveryKey.key(from: try SecretBytes(known: String(short)), for: One.self)
        }
        var digits = Array(text)
        digits[7] = digits[7] == "0" ? "1" : "0"
        #expect(throws: SecretsError.authentication) {
            _ = try RecoveryKey.key(from: try SecretBytes(known: String(digits)), for: One.self)
        }
        let typing = [String(text.dropLast()), text + "0", String(text.dropLast(3)) + "Ox" + text.suffix(1)]
        for wrong in typing + typing.map({ $0.replacing("-", with: "") }) {
            #expect(throws: SecretsError.authentication) {
                _ = try RecoveryKey.key(from: try SecretBytes(known: wrong), for: One.self)
            }
            let isMistyped = RecoveryKey.isMistyped(try SecretBytes(known: wrong))
            #expect(isMistyped, "\(wrong)")
        }
        for wrong in ["", "LSRK-", "LSRK-0123", "lsrkabc", text.replacing("LSRK", with: "LSRX")] {
            #expect(throws: SecretsError.malformed) {
                _ = try RecoveryKey.key(from: try SecretBytes(known: wrong), for: One.self)
            }
        }
    }

    @Test(
        "costs out of bounds are refused before any work is done",
        arguments: [(0, 65_536), (1, 65_536), (9, 65_536), (2, 65_535), (2, 1_048_577), (.max, .max)]
            as [(UInt32, UInt32)])
    func costs(_ passes: UInt32, _ memory: UInt32) throws {
        let cost = PassphraseCost(passes: passes, memory: memory)
        let salt = [UInt8](repeating: 0, count: 16)
        #expect(throws: SecretsError.parameters) {
            _ = try cost.key(of: try SecretBytes(known: "x"), salt: salt, for: One.self)
        }
    }

    @Test("Argon2id depends on passphrase and salt, and refuses a short salt")
    func argon() throws {
        let cost = PassphraseCost.interactive
        func key(_ text: String, _ salt: UInt8) throws -> [UInt8] {
            try cost.key(
                of: try SecretBytes(known: text), salt: [UInt8](repeating: salt, count: 16), for: One.self
            ).bytes.exposed
        }
        #expect(try key("a", 0) == key("a", 0))
        #expect(try key("a", 0) != key("b", 0))
        #expect(try key("a", 0) != key("a", 1))
        #expect(throws: SecretsError.parameters) {
            _ = try cost.key(of: try SecretBytes(known: "a"), salt: [1], for: One.self)
        }
    }
}

@Suite("The one encoding")
struct CodecTests {
    @Test("is big-endian with lengths in front, and reads back the same")
    func written() throws {
        var writer = Writer()
        writer.number(UInt16(0x0102))
        writer.number(Int64(-2))
        writer.string("é")
        writer.optional(UInt8(7)) { $0.byte($1) }
        writer.optional(nil as UInt8?) { $0.byte($1) }
        #expect(Hex.text(writer.bytes) == "0102fffffffffffffffe00000002c3a9010700")
        var reader = Reader(writer.bytes)
        #expect(try reader.number() as UInt16 == 0x0102)
        #expect(try reader.number() as Int64 == -2)
        #expect(try reader.string() == "é")
        #expect(try reader.optional { (r) throws(SecretsError) in try r.byte() } == 7)
        #expect(try reader.optional { (r) throws(SecretsError) in try r.byte() } == nil)
        try reader.end()
    }

    @Test(
        "refuses lengths beyond the end, flags that are none, and text that is not UTF-8",
        arguments: ["ffffffff00", "00000002c3", "00000001ff"])
    func refused(_ hex: String) throws {
        var reader = Reader(try #require(Hex.bytes(hex)))
        #expect(throws: SecretsError.malformed) { _ = try reader.string() }
        var flag = Reader([2])
        #expect(throws: SecretsError.malformed) { _ = try flag.flag() }
        #expect(throws: SecretsError.malformed) { try Reader([0]).end() }
    }
}
