internal import Lifecycle
internal import Secrets

/// Gives the entries that are appended from now on, by whichever writer.
struct ReadingFollower {
    private let folder: ReadingFolder
    private var keys: LogKeys
    private var walks: [[UInt8]: ReadingWalk] = [:]

    /// Starts behind what is there now.
    init(_ folder: ReadingFolder, _ keys: LogKeys) throws(LedgerError) {
        (self.folder, self.keys) = (folder, keys)
        for known in try folder.ends(keys) {
            var walk = ReadingWalk(folder, known.writer, keys, from: known.durable)
            var summary: SummaryPlace?
            _ = try walk.finish(&summary)
            walks[known.writer] = walk
        }
    }

    /// Goes on with the keys of a later epoch.
    mutating func take(_ fresh: LogKeys) {
        keys = fresh
        walks = walks.mapValues { ReadingWalk(folder, $0.writer, fresh, from: $0.position) }
    }

    /// What came since the last time, oldest first.
    mutating func news() throws(LedgerError) -> [AuditEntry] {
        for known in try folder.ends(keys) where walks[known.writer] == nil {
            walks[known.writer] = ReadingWalk(folder, known.writer, keys, from: known.kept)
        }
        var news: [AuditEntry] = []
        for writer in walks.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard var walk = walks[writer] else { continue }
            while case .batch(let batch) = try walk.next() {
                news += try ReadingFault.reading(walk.path) { () throws(SecretsError) in try batch.entries() }
            }
            walks[writer] = walk
        }
        return news.sorted { $0.time < $1.time }
    }
}
