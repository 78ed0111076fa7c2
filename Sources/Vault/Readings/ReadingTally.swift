internal import Lifecycle
internal import Secrets

/// Who asked: the same executable of the same unit and user counts as one reader.
struct ReadingReader: Hashable, Sendable {
    let executable: String
    let unit: String
    let user: UInt32
}

/// When something was read first and last, and how often.
struct ReadingCount: Hashable, Sendable {
    private(set) var first: Int64
    private(set) var last: Int64
    private(set) var count: UInt64

    init(_ time: Int64, times: Int = 1) { (first, last, count) = (time, time, UInt64(times)) }

    init(first: Int64, last: Int64, count: UInt64) {
        (self.first, self.last, self.count) = (first, last, count)
    }

    mutating func add(_ other: ReadingCount) {
        (first, last) = (min(first, other.first), max(last, other.last))
        count &+= other.count
    }
}

/// What is known of the hand-outs of one generation of a label.
struct LabelReadings: Hashable, Sendable {
    /// The most readers that are told apart.
    static let mostReaders = 64

    /// Which generation of which label.
    struct Name: Hashable {
        let label: String
        let generation: UInt32
    }

    var name: Name { Name(label: label, generation: generation) }

    let label: String
    let generation: UInt32
    var all: ReadingCount
    var readers: [(reader: ReadingReader, count: ReadingCount)] = []
    /// Whether there were more readers.
    var isIncomplete = false

    init(_ label: String, _ generation: UInt32, _ all: ReadingCount) {
        (self.label, self.generation, self.all) = (label, generation, all)
    }

    mutating func add(_ reader: ReadingReader, _ count: ReadingCount) {
        if let place = readers.firstIndex(where: { $0.reader == reader }) {
            readers[place].count.add(count)
        } else if readers.count < LabelReadings.mostReaders {
            readers.append((reader, count))
        } else {
            isIncomplete = true
        }
    }

    static func == (left: LabelReadings, right: LabelReadings) -> Bool {
        left.label == right.label && left.generation == right.generation && left.all == right.all
            && left.isIncomplete == right.isIncomplete && left.readers.elementsEqual(right.readers, by: ==)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(label)
        hasher.combine(generation)
    }
}

/// What was handed out so far, by label and generation: the contents of a summary.
struct ReadingTally: Sendable {
    private(set) var items: [LabelReadings] = []
    private var places: [LabelReadings.Name: Int] = [:]

    init() {}

    /// Counts an entry, if it is a hand-out, so many times.
    mutating func add(_ entry: AuditEntry, times: Int = 1) {
        guard entry.event == .handedOut else { return }
        let count = ReadingCount(entry.time.seconds, times: times)
        let place = place(of: entry.label, entry.generation ?? 0, count)
        guard let caller = entry.caller else { return }
        let reader = ReadingReader(executable: caller.executable, unit: caller.unit, user: caller.user)
        if let first = items[place].readers.first, first.reader == reader {
            items[place].readers[0].count.add(count)
        } else {
            items[place].add(reader, count)
        }
    }

    /// Counts the time, and returns where the item stands.
    private mutating func place(of label: String, _ generation: UInt32, _ count: ReadingCount) -> Int {
        let key = LabelReadings.Name(label: label, generation: generation)
        if let place = places[key] {
            items[place].all.add(count)
            return place
        }
        places[key] = items.count
        items.append(LabelReadings(label, generation, count))
        return items.count - 1
    }

    /// Adds what another writer counted.
    mutating func add(_ other: LabelReadings) {
        guard let place = places[other.name] else {
            places[other.name] = items.count
            return items.append(other)
        }
        items[place].all.add(other.all)
        for (reader, count) in other.readers { items[place].add(reader, count) }
        if other.isIncomplete { items[place].isIncomplete = true }
    }
}

// u32 count, then each: text label, u32 generation, count, flag incomplete, u16 readers, then each: text executable, text unit,
// u32 user, count. A count: i64 first, i64 last, u64 how often.
extension ReadingTally {
    /// So many generations go into a summary, those that were read last.
    static let most = 200_000

    /// Writes what was last read at `oldest` or later.
    func encode(to writer: inout Writer, since oldest: Int64) {
        var kept = items.filter { $0.all.last >= oldest }
        if kept.count > ReadingTally.most {
            kept.sort { $0.all.last > $1.all.last }
            kept.removeLast(kept.count - ReadingTally.most)
        }
        writer.number(UInt32(kept.count))
        for item in kept {
            writer.string(item.label)
            writer.number(item.generation)
            item.all.encode(to: &writer)
            writer.flag(item.isIncomplete)
            writer.number(UInt16(item.readers.count))
            for (reader, count) in item.readers {
                writer.string(reader.executable)
                writer.string(reader.unit)
                writer.number(reader.user)
                count.encode(to: &writer)
            }
        }
    }

    /// Reads a summary; of one label only, where one is named: what is said of others is passed over.
    init(from reader: inout Reader, only label: String? = nil) throws(SecretsError) {
        let (count, wanted): (UInt32, [UInt8]?) = (try reader.number(), label.map { Array($0.utf8) })
        for _ in 0..<count {
            let name = try reader.bytes()
            if let wanted, wanted != name {
                try Self.pass(&reader)
                continue
            }
            guard let text = String(validating: name, as: UTF8.self) else { throw .malformed }
            var item = LabelReadings(text, try reader.number(), try ReadingCount(from: &reader))
            item.isIncomplete = try reader.flag()
            for _ in 0..<(try Self.readers(&reader)) {
                let who = ReadingReader(
                    executable: try reader.string(), unit: try reader.string(), user: try reader.number())
                item.readers.append((who, try ReadingCount(from: &reader)))
            }
            add(item)
        }
        try reader.end()
    }

    private static func readers(_ reader: inout Reader) throws(SecretsError) -> Int {
        let readers: UInt16 = try reader.number()
        guard readers <= LabelReadings.mostReaders else { throw .malformed }
        return Int(readers)
    }

    /// Passes over what follows a label.
    private static func pass(_ reader: inout Reader) throws(SecretsError) {
        try reader.skip(4 + 24 + 1)
        for _ in 0..<(try readers(&reader)) {
            for _ in 0..<2 {
                let length: UInt32 = try reader.number()
                try reader.skip(Int(length))
            }
            try reader.skip(4 + 24)
        }
    }
}

extension ReadingCount {
    fileprivate func encode(to writer: inout Writer) {
        writer.number(first)
        writer.number(last)
        writer.number(count)
    }

    fileprivate init(from reader: inout Reader) throws(SecretsError) {
        self.init(first: try reader.number(), last: try reader.number(), count: try reader.number())
    }
}
