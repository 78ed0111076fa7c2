internal import Lifecycle
internal import Secrets

/// The entries of a batch as they stand in its plain text: what few fields are wanted of many entries is read without taking each
/// apart.
struct RawEntries {
    private let bytes: [UInt8]
    /// Where each entry stands.
    let places: [Range<Int>]

    /// Finds the entries of a batch; none in a frame of another kind. Throws `later` for a kind that must not be passed over.
    init(_ batch: ReadingBatch) throws(SecretsError) {
        bytes = batch.plain
        guard let kind = bytes.first else { throw .malformed }
        guard kind == ReadingFrame.entries else {
            guard kind < 0x80 else { throw .later }
            places = []
            return
        }
        var (found, place): ([Range<Int>], Int) = ([], 1)
        while place < bytes.count {
            guard let length = RawEntries.length(in: bytes, at: place), length <= bytes.count - place - 4
            else {
                throw .malformed
            }
            found.append(place + 4..<place + 4 + length)
            place += 4 + length
        }
        places = found
    }

    /// One entry, whole.
    func entry(at place: Range<Int>) throws(SecretsError) -> AuditEntry {
        var reader = Reader(bytes, in: place)
        return try AuditEntry(fieldsFrom: &reader)
    }

    /// Whether two entries are the same, byte for byte: those of one client that asks again and again are, and are read once.
    func areAlike(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        left.count == right.count && bytes[left].elementsEqual(bytes[right])
    }

    /// When an entry was made; `nil` where that cannot be told.
    func time(at place: Range<Int>) -> Int64? {
        guard let value = field(0x82, at: place), value.count == 8 else { return nil }
        return bytes[value].reduce(0) { $0 << 8 | Int64($1) }
    }

    /// Whether an entry is about a label.
    func isAbout(_ label: [UInt8], at place: Range<Int>) -> Bool {
        guard let value = field(0x03, at: place) else { return label.isEmpty }
        return value.count == label.count && bytes[value].elementsEqual(label)
    }

    private func field(_ wanted: UInt8, at place: Range<Int>) -> Range<Int>? {
        var next = place.lowerBound
        while next + 5 <= place.upperBound {
            guard let length = RawEntries.length(in: bytes, at: next + 1),
                length <= place.upperBound - next - 5
            else { return nil }
            if bytes[next] == wanted { return next + 5..<next + 5 + length }
            next += 5 + length
        }
        return nil
    }

    private static func length(in bytes: [UInt8], at place: Int) -> Int? {
        guard place + 4 <= bytes.count else { return nil }
        return Int(bytes[place]) << 24 | Int(bytes[place + 1]) << 16 | Int(bytes[place + 2]) << 8
            | Int(bytes[place + 3])
    }
}
