internal import Lifecycle
internal import Secrets

/// All records of a vault, each as the few bytes of its fields: a hundred thousand of them take some 30 MB, and as values ten times that.
struct SortedRecords {
    /// Where the bytes of a record are, and what it is sorted by. Numbers alone: sorting moves them a million times.
    private struct Entry {
        /// Where the label is in `labels`, and how long.
        let label: UInt32
        let labelCount: UInt32
        let generation: UInt32
        /// Which chunk; in it the id, and behind that the fields up to `end`.
        let chunk: UInt32
        let start: UInt32
        let end: UInt32
        let sealed: Int64
    }

    private static let chunkSize = 1 << 18
    private var chunks: [[UInt8]] = []
    private var labels: [UInt8] = []
    private var entries: [Entry] = []
    /// The grants of records whose labels have any.
    var grants: [RecordID: [Grant]] = [:]
    /// The records whose labels have a policy, and what it is.
    var policies: [RecordID: Policy] = [:]
    private(set) var decided: [(id: RecordID, label: Label)] = []
    private var last = LastScopes()
    /// How many were handed out.
    private var done = 0

    /// Adds a record, by the bytes of its fields; returns its label where that has grants, and notes it where that has a policy.
    mutating func add(_ id: RecordID, _ fields: inout Reader) throws(LedgerError) -> Label? {
        var (again, hasGrants, hasPolicy) = (fields, false, false)
        let outline = try opening(.record) { () throws(SecretsError) in
            try RecordOutline(fieldsFrom: &fields) { (number, value) throws(SecretsError) in
                switch number {
                case StoredRecord.grantsField: hasGrants = try value.flag()
                case StoredRecord.policyField: hasPolicy = try value.flag()
                case CellPlace.field: value.pass()
                default: return false
                }
                return true
            }
        }
        let place = keep(id, &again)
        entries.append(
            Entry(
                label: UInt32(labels.count), labelCount: UInt32(outline.label.count),
                generation: outline.generation, chunk: place.chunk, start: place.start, end: place.end,
                sealed: outline.sealed.seconds))
        labels += outline.label
        guard hasGrants || hasPolicy, let label = try? Label(String(decoding: outline.label, as: UTF8.self))
        else {
            return nil
        }
        if hasPolicy { decided.append((id, label)) }
        return hasGrants ? label : nil
    }

    private mutating func keep(
        _ id: RecordID, _ fields: inout Reader
    ) -> (chunk: UInt32, start: UInt32, end: UInt32) {
        let size = id.bytes.count + fields.left
        if chunks.isEmpty || chunks[chunks.count - 1].count + size > SortedRecords.chunkSize {
            var fresh: [UInt8] = []
            fresh.reserveCapacity(max(size, SortedRecords.chunkSize))
            chunks.append(fresh)
        }
        let chunk = chunks.count - 1
        let start = chunks[chunk].count
        chunks[chunk] += id.bytes
        fields.rest(to: &chunks[chunk])
        return (UInt32(chunk), UInt32(start), UInt32(chunks[chunk].count))
    }

    /// Sorts by label, generation and time; what is the same in all of them, as it was added. Labels are composed, so the order of their
    /// bytes is that of their characters.
    mutating func sort() {
        let labels = labels
        entries.sort { left, right in
            var (mine, theirs) = (Int(left.label), Int(right.label))
            let end = mine + Int(min(left.labelCount, right.labelCount))
            while mine < end {
                let (a, b) = (labels[mine], labels[theirs])
                if a != b { return a < b }
                mine += 1
                theirs += 1
            }
            if left.labelCount != right.labelCount { return left.labelCount < right.labelCount }
            return (left.generation, left.sealed, left.chunk, left.start)
                < (right.generation, right.sealed, right.chunk, right.start)
        }
    }

    /// The next record; `nil` after the last.
    mutating func next() throws(LedgerError) -> Record? {
        guard done < entries.count else { return nil }
        let entry = entries[done]
        done += 1
        var fields = Reader(chunks[Int(entry.chunk)], in: Int(entry.start)..<Int(entry.end))
        let bytes = try opening(.record) { () throws(SecretsError) in try fields.raw(16) }
        guard let id = Record.id(bytes) else { throw LedgerError(.altered, .record) }
        var record = try Record(id: id, stored: &fields, &last)
        if !grants.isEmpty { record.grants = grants[id] ?? [] }
        if !policies.isEmpty { record.policy = policies[id] }
        return record
    }
}
