internal import Glibc
package import Platform
package import Secrets

/// Looks through a stretch of a file, a block at a time, in guarded memory that is wiped behind it.
package struct RangeSearch: ~Copyable {
    private let table: SoughtTable
    private var buffer: SecretBuffer
    /// Where in the file the buffer begins.
    private var origin = 0

    /// So much has to follow where a string begins: one that goes on for longer, with all that is between its characters, is not found.
    package static let ahead = 10 << 10
    /// How much is read at a time, usually.
    package static let usualBlock = 512 << 10

    /// What was found in a stretch.
    package struct Found: Sendable {
        /// The token strings, in order; offsets count from the file's beginning, lines from that of the stretch.
        package internal(set) var tokens: [FoundToken] = []
        /// How many lines end in the stretch.
        package internal(set) var newlines = 0
        /// How many bytes it has.
        package internal(set) var bytes = 0
        /// What the file is, by its first bytes, where they were looked at.
        package internal(set) var container: Container?
    }

    /// Makes room for blocks of a size. Throws `memory`.
    package init(_ table: SoughtTable, block: Int = RangeSearch.usualBlock) throws(SecretsError) {
        self.table = table
        buffer = try SecretBuffer(
            capacity: block + RangeSearch.ahead + Text.padding)
    }

    /// Finds what begins in a range of a file, which is read at its places; or in a stream, as it comes. Throws why it cannot be read.
    package mutating func run(
        _ file: Int32, isStream: Bool, _ range: Range<Int>
    ) throws(SystemError) -> Found {
        buffer.drop(buffer.count)
        origin = range.lowerBound
        var (found, next, isLast) = (Found(), range.lowerBound, false)
        while !isLast {
            isLast = try fill(file, isStream: isStream, upTo: range.upperBound)
            let end = origin + buffer.count
            let stop = isLast ? min(end, range.upperBound) : end - RangeSearch.ahead
            if next == 0 { found.container = container }
            if stop > next { look(next..<stop, &found) }
            next = max(next, stop)
            buffer.drop(isLast ? buffer.count : next - origin)
            origin = next
        }
        found.bytes = next - range.lowerBound
        return found
    }

    /// Reads until the buffer is full; whether all that is wanted of the file is in it then.
    private mutating func fill(
        _ file: Int32, isStream: Bool, upTo end: Int
    ) throws(SystemError) -> Bool {
        let wanted = end > Int.max - RangeSearch.ahead ? Int.max : end + RangeSearch.ahead
        while true {
            let place = origin + buffer.count
            let room = min(buffer.capacity - Text.padding - buffer.count, wanted - place)
            guard room > 0 else { return place >= wanted }
            let got = buffer.read(atMost: room, from: file, at: isStream ? nil : place)
            if got == 0 { return true }
            guard got > 0 || Int32(-got) == EINTR else { throw SystemError(Int32(-got)) }
        }
    }

    private mutating func look(_ range: Range<Int>, _ found: inout Found) {
        let (wanted, origin, table) = (
            range.lowerBound - origin..<range.upperBound - origin, origin, table
        )
        buffer.withBytes(padding: Text.padding) { bytes in
            Text.lend(bytes) { text in
                var scan = TextScan(table, text, wanted: wanted)
                scan.run()
                let wide = WideText.found(in: text, near: scan.wide, wanted: wanted, table)
                found.add(scan.found + wide, scan.newlines, in: text, wanted, origin)
            }
        }
    }

    private var container: Container? {
        Container(buffer.bytes(0..<min(buffer.count, Container.size)))
    }
}

extension RangeSearch.Found {
    /// Adds what was found in a part.
    fileprivate mutating func add(
        _ fresh: [FoundToken], _ newlines: Int, in text: Text, _ wanted: Range<Int>, _ origin: Int
    ) {
        var (place, line) = (wanted.lowerBound, self.newlines)
        for var token in FoundToken.distinct(fresh) {
            while place < token.offset {
                if text[place] == UInt8(ascii: "\n") { line += 1 }
                place += 1
            }
            (token.offset, token.line) = (token.offset + origin, line)
            tokens.append(token)
        }
        self.newlines += newlines
    }
}
