internal import Lifecycle
internal import Secrets

/// The reading log in files of this machine: one chain of batches for each process that writes at the same time.
final class FileReadingLog: ReadingLog {
    let folder: ReadingFolder
    let keys: LogKeys
    /// The writer of this process, once it has written.
    private(set) var writer: ReadingWriter?
    /// The writer that it has left to others.
    private var left: [UInt8]?

    /// Takes the folder that this machine keeps for the vault, and its id.
    init(in folder: ReadingFolder, _ keys: LogKeys) { (self.folder, self.keys) = (folder, keys) }

    deinit { try? writer?.sync() }

    func append(_ entries: [RepeatedEntry]) throws(LedgerError) {
        let writer = try taken()
        do throws(LedgerError) { try writer.append(entries) } catch {
            // The next one starts with a look at what there is.
            if writer.isBroken { self.writer = nil }
            throw error
        }
    }

    /// Takes a writer already, to find out whether hand-outs can be logged.
    @discardableResult
    func taken() throws(LedgerError) -> ReadingWriter {
        if let writer { return writer }
        let taken = try ReadingWriter.take(in: folder, keys, rarely: left)
        writer = taken
        return taken
    }

    /// Gives its writer up, durable; the next entries go to another one. One that cannot be made durable is kept.
    func leave() {
        guard let writer, (try? writer.sync()) != nil else { return }
        (left, self.writer) = (writer.id, nil)
    }

    func beginSync() -> SyncProgress { writer?.beginSync() ?? .durable }

    func sync() throws(LedgerError) { try writer?.sync() }

    func entries() throws(LedgerError) -> ReadingCursor { try ReadingCursor(folder, keys) }

    func readings(of label: String?) throws(LedgerError) -> [LabelReadings] {
        var all = ReadingTally()
        try folder.forEachWriter(keys) { (known) throws(LedgerError) in
            for item in try tally(of: known, only: label).items { all.add(item) }
        }
        return all.items.sorted { ($0.label, $0.generation) < ($1.label, $1.generation) }
    }

    /// What a writer has counted: its last summary, and what follows it.
    private func tally(of known: ReadingEnd, only label: String?) throws(LedgerError) -> ReadingTally {
        var walk = ReadingWalk(
            folder, known.writer, keys, from: ReadingPosition(known.summary, or: known.kept))
        var tally = ReadingTally()
        while true {
            switch try walk.next() {
            case .batch(let batch):
                try ReadingFault.reading(walk.path) { () throws(SecretsError) in
                    try batch.count(in: &tally, only: label)
                }
            case .end:
                guard walk.position.isAtOrBehind(known.durable) else { throw ReadingFault.cut(walk.path) }
                return tally
            case .broken:
                guard walk.position.isAtOrBehind(known.durable) else { throw ReadingFault.altered(walk.path) }
                return tally
            }
        }
    }

    func ends() throws(LedgerError) -> [ReadingAnchor] {
        try folder.ends(keys).map(\.anchor)
    }

    func verify(against anchors: [ReadingAnchor]) throws(LedgerError) -> ReadingVerdict {
        var verifier = ReadingVerifier(folder, keys, against: anchors)
        try verifier.verifyAll()
        return verifier.verdict
    }

    /// Notes that a person was told of damaged logs: from then on they do not stop hand-outs any more, and their writers are never
    /// taken again.
    func note(_ verdict: ReadingVerdict) throws(LedgerError) {
        for writer in Set(verdict.findings.filter { !$0.isNoted }.compactMap(\.writer)) {
            try folder.note(writer, keys)
        }
    }
}
