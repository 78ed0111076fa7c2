import Foundation
import Glibc
import Platform
import Secrets
import Testing

@testable import Leaks

/// Token strings to plant, and what is found of them.
struct Planting {
    static let key = [UInt8](repeating: 7, count: 32)
    let strings: [String]
    let table: SoughtTable

    /// Strings of 64 hexadecimal digits, always the same.
    init(_ count: Int = 2, alsoBeginnings: [String] = []) throws {
        let strings = (0..<count).map { number in
            var state = UInt64(number + 1)
            return (0..<8).map { _ -> String in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let digits = String(state >> 32, radix: 16)
                return String(repeating: "0", count: 8 - digits.count) + digits
            }.joined()
        }
        try self.init(strings: strings, alsoBeginnings: alsoBeginnings)
    }

    init(strings: [String], alsoBeginnings: [String] = []) throws {
        self.strings = strings
        let sought = try strings.map { try Planting.sought($0) }
        let others = alsoBeginnings.compactMap { Sought(beginning: Array($0.utf8), whole: nil) }
        table = SoughtTable(sought + others, key: Planting.key)
    }

    private static func sought(_ string: String) throws -> Sought {
        let bytes = Array(string.utf8)
        let mark = KeyedHash.mark(of: try SecretBytes(copying: bytes.span), under: key)
        let whole = Sought.Whole(length: bytes.count, mark: mark)
        return try #require(Sought(beginning: Array(bytes.prefix(16)), whole: whole))
    }

    /// What is found in a text, read in blocks of a size, in stretches that meet at the cuts.
    func found(
        in text: some Collection<UInt8>, block: Int = RangeSearch.usualBlock, cuts: [Int] = []
    ) throws -> [FoundToken] {
        FoundToken.distinct(try all(in: text, block: block, cuts: cuts).flatMap(\.tokens))
    }

    func all(
        in text: some Collection<UInt8>, block: Int = RangeSearch.usualBlock, cuts: [Int] = []
    ) throws -> [RangeSearch.Found] {
        let file = try Descriptor.inMemory()
        try file.write(Array(text))
        var search = try RangeSearch(table, block: block)
        var (found, last) = ([RangeSearch.Found](), 0)
        for cut in cuts + [Int.max] {
            found.append(try search.run(file.number, isStream: false, last..<cut))
            last = cut
        }
        return found
    }
}

extension StringProtocol {
    var bytes: [UInt8] { Array(utf8) }
}

extension String {
    /// Every character percent-encoded.
    var percentEncoded: String { utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    var base64: String { Data(utf8).base64EncodedString() }
    /// With something between its characters, from a place on every so many.
    func cut(at place: Int, with between: String) -> String {
        String(prefix(place)) + between + String(dropFirst(place))
    }
    func folded(to width: Int, with between: String) -> String {
        stride(from: 0, to: count, by: width).map { String(dropFirst($0).prefix(width)) }
            .joined(separator: between)
    }
}
