import Testing

@testable import Leaks

/// A file is read in blocks, and large ones in stretches by several threads.
@Suite("Where a file is cut to be read changes nothing") struct StretchTests {
    private static func text(_ planting: Planting) -> (bytes: [UInt8], offsets: [Int]) {
        let (one, other) = (planting.strings[0], planting.strings[1])
        let written = [
            one.bytes, other.cut(at: 7, with: "\r\n  ").bytes, one.percentEncoded.bytes,
            ("a" + other).base64.bytes, one.folded(to: 5, with: "\n").bytes, other.bytes,
            other.utf8.flatMap { [$0, UInt8(0)] }, one.utf8.flatMap { [UInt8(0), $0] },
        ]
        var (bytes, offsets) = ([UInt8](), [Int]())
        for one in written {
            bytes += "line \(offsets.count)\n token=".bytes
            offsets.append(bytes.count)
            bytes += one + "; end\n".bytes
        }
        return (bytes, offsets)
    }

    @Test("at every offset, and whatever the size of a block")
    func everyOffset() throws {
        let planting = try Planting()
        let (bytes, offsets) = Self.text(planting)
        let whole = try planting.found(in: bytes)
        // Of Base64 the first whole character counts, and of a character of UTF-16 the byte that is not zero.
        let shifts = [3: 2, 7: 1]
        #expect(whole.map(\.offset) == offsets.enumerated().map { $1 + (shifts[$0] ?? 0) })
        #expect(whole.allSatisfy { $0.kind == .whole })
        for cut in 1..<bytes.count {
            #expect(
                try planting.found(in: bytes, cuts: [cut]).map(\.offset) == whole.map(\.offset),
                "cut at \(cut)")
        }
    }

    @Test("in a file of many blocks, at every place of a block")
    func blocks() throws {
        let planting = try Planting(3)
        let filler = [UInt8]("filler text without anything in it\n".utf8)
        for shift in stride(from: 0, through: 96, by: 1) {
            for string in [planting.strings[2], planting.strings[2].cut(at: 9, with: "\n")] {
                let bytes =
                    Array(repeatElement(filler, count: 400).joined()).prefix(12_000 + shift)
                    + string.bytes + "\n".bytes + Array(repeatElement(filler, count: 400).joined())
                let found = try planting.found(in: bytes, block: 64)
                #expect(found.map(\.offset) == [12_000 + shift])
            }
        }
    }

    @Test("lines are counted through all stretches")
    func lines() throws {
        let planting = try Planting()
        let (bytes, _) = Self.text(planting)
        let lines = bytes.count { $0 == 10 }
        for cut in stride(from: 1, to: bytes.count, by: 7) {
            let parts = try planting.all(in: bytes, cuts: [cut])
            #expect(parts.reduce(0) { $0 + $1.newlines } == lines)
            #expect(parts.reduce(0) { $0 + $1.bytes } == bytes.count)
            let numbers = parts[0].tokens.map(\.line) + parts[1].tokens.map { $0.line + parts[0].newlines }
            #expect(numbers == (try planting.all(in: bytes)[0].tokens.map(\.line)))
        }
    }

    @Test("random digits hold none")
    func random() throws {
        let planting = try Planting(200)
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef".utf8)
        let bytes = (0..<4_000_000).map { $0 % 129 == 128 ? 10 : digits[Int(generator.next() & 15)] }
        #expect(try planting.found(in: bytes).isEmpty)
    }
}
