internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// Reads the logs of all writers from their first frame to their last, past whatever is wrong with one.
struct ReadingVerifier {
    let folder: ReadingFolder
    let keys: LogKeys
    let anchors: [[UInt8]: [ReadingAnchor]]
    private(set) var verdict = ReadingVerdict()

    init(_ folder: ReadingFolder, _ keys: LogKeys, against anchors: [ReadingAnchor]) {
        (self.folder, self.keys) = (folder, keys)
        self.anchors = Dictionary(grouping: anchors.filter { $0.host == folder.host }, by: \.writer)
    }

    mutating func verifyAll() throws(LedgerError) {
        let contents = try folder.contents()
        for writer in contents.writers {
            let before = verdict.findings.count
            try verify(writer)
            guard (try? folder.isNoted(writer, contents, keys)) == true else { continue }
            for index in before..<verdict.findings.count { verdict.findings[index].isNoted = true }
        }
        for writer in contents.files.keys.sorted(by: { $0.lexicographicallyPrecedes($1) })
        where !contents.writers.contains(writer) {
            note(.end, writer, folder.end(of: writer))
        }
        for (writer, noted) in anchors
        where !contents.writers.contains(writer) && noted.contains(where: { $0.batches > 0 }) {
            note(.gone, writer, folder.end(of: writer))
        }
    }

    /// Once more where something is missing, and retention has removed files meanwhile.
    mutating func verify(_ writer: [UInt8]) throws(LedgerError) {
        while true {
            let (before, known) = (verdict, known(of: writer))
            do throws(LedgerError) { try verifyOnce(writer) } catch {
                // The machine failed, which says nothing about the log.
                guard error.code != .failed else { throw error }
                note(error.code == .newer ? .newer : .end, writer, error.path ?? folder.end(of: writer))
            }
            guard verdict.findings.count > before.findings.count, known?.kept != self.known(of: writer)?.kept
            else { return }
            verdict = before
        }
    }

    private func known(of writer: [UInt8]) -> ReadingEnd? {
        guard let contents = try? folder.contents() else { return nil }
        return try? folder.known(of: writer, contents, keys)
    }

    private mutating func verifyOnce(_ writer: [UInt8]) throws(LedgerError) {
        guard let known = try folder.known(of: writer, try folder.contents(), keys) else { return }
        verdict.writers += 1
        verdict.removed += known.removedEntries
        verdict.torn += known.torn
        guard known.host == folder.host else { return note(.otherHost, nil, folder.end(of: writer)) }
        if folder.isInUse(writer) { verdict.inUse += 1 }
        try verifyChain(known)
    }

    /// Goes through the chain of a writer, and compares it with its end and with what the vault has noted.
    private mutating func verifyChain(_ known: ReadingEnd) throws(LedgerError) {
        var (checks, summaries) = (Checks(known, anchors[known.writer] ?? []), SummaryCheck(from: known.kept))
        var walk = ReadingWalk(folder, known.writer, keys, from: known.kept)
        guard walk.isFileThere || known.durable.batches == known.kept.batches else {
            return note(.gone, known.writer, walk.path, known.kept.batches)
        }
        // What is written meanwhile is left to the next look: it may come faster than it can be proved.
        let end = try horizon(of: known.writer)
        var file: UInt32 = 0
        while true {
            guard checks.passes(walk.position) else {
                return note(.replaced, known.writer, walk.path, walk.position.batches)
            }
            guard (walk.position.file, walk.position.offset) < end else { return finish(walk, checks, known) }
            switch try walk.next() {
            case .batch(let batch):
                if batch.file != file { (file, verdict.files) = (batch.file, verdict.files + 1) }
                if let kind = look(at: batch, &checks, &summaries) {
                    return note(kind, known.writer, walk.path, batch.number)
                }
            case .end: return finish(walk, checks, known)
            case .broken:
                let (isNewer, isLast) = (try walk.isNewer(), !walk.isNextFileThere)
                if isLast && !isNewer && walk.position.isAtOrBehind(known.durable) {
                    return finish(walk, checks, known)
                }
                return note(try kind(of: walk, known), known.writer, walk.path, walk.position.batches)
            }
        }
    }

    /// Where a writer's log ends just now: its last file, and how long that is.
    private func horizon(of writer: [UInt8]) throws(LedgerError) -> (UInt32, Int) {
        guard let last = try folder.contents().files[writer]?.last else { return (0, 0) }
        return (last, Files.size(of: folder.log(writer, last)))
    }

    /// Counts a batch that opened; what is wrong with what it says. That a later version has told something is proven, and no more.
    private mutating func look(
        at batch: ReadingBatch, _ checks: inout Checks, _ summaries: inout SummaryCheck
    ) -> ReadingVerdict.Finding.Kind? {
        verdict.batches += 1
        guard checks.passes(batch) else { return .end }
        do throws(SecretsError) {
            guard try summaries.takes(batch) else { return .altered }
            verdict.entries += UInt64(try RawEntries(batch).places.count)
        } catch .later { return nil } catch { return .altered }
        return nil
    }

    /// What is wrong with the batch at which a walk stopped.
    private func kind(
        of walk: ReadingWalk, _ known: ReadingEnd
    ) throws(LedgerError) -> ReadingVerdict.Finding.Kind {
        let isLast = walk.position.file == known.durable.file
        if isLast, try walk.isCut(before: known.durable.offset) { return .cut }
        return try walk.damage()
    }

    /// Looks at where the chain ended.
    private mutating func finish(_ walk: ReadingWalk, _ checks: Checks, _ known: ReadingEnd) {
        guard !walk.position.isAtOrBehind(known.durable) || !checks.isDone else {
            if checks.summary != nil { note(.end, known.writer, walk.path, walk.position.batches) }
            return
        }
        let isGone = walk.position.file < known.durable.file
        note(isGone ? .gone : .cut, known.writer, walk.path, walk.position.batches)
    }

    private mutating func note(
        _ kind: ReadingVerdict.Finding.Kind, _ writer: [UInt8]?, _ path: String, _ batch: UInt64? = nil
    ) {
        verdict.findings.append(ReadingVerdict.Finding(kind: kind, path: path, writer: writer, batch: batch))
    }

    /// The links that have to come up on the way, and the last summary.
    private struct Checks {
        private var wanted: [UInt64: [[UInt8]]] = [:]
        private let durable: ReadingPosition
        /// Where the last summary has to be, until it came up there.
        private(set) var summary: SummaryPlace?

        init(_ known: ReadingEnd, _ anchors: [ReadingAnchor]) {
            durable = known.durable
            summary = known.summary.flatMap { $0.file < known.kept.file ? nil : $0 }
            for anchor in anchors where anchor.batches >= known.kept.batches && anchor.batches > 0 {
                wanted[anchor.batches, default: []].append(anchor.link)
            }
            wanted[known.durable.batches, default: []].append(known.durable.link)
        }

        var isDone: Bool { wanted.isEmpty }

        /// Whether the link at a position is the wanted one, where one is.
        mutating func passes(_ position: ReadingPosition) -> Bool {
            guard let links = wanted.removeValue(forKey: position.batches) else { return true }
            // A file that was just begun is durable from its beginning on: the one before it ends there.
            let isDurable =
                position.batches != durable.batches || durable.offset == 0
                || (position.file, position.offset) == (durable.file, durable.offset)
            return isDurable && links.allSatisfy { $0 == position.link }
        }

        /// Whether a batch is the last summary where that has to be.
        mutating func passes(_ batch: ReadingBatch) -> Bool {
            guard batch.number == summary?.batch else { return true }
            defer { summary = nil }
            return batch.isSummary && batch.place == summary
        }
    }
}

extension ReadingPosition {
    func isAtOrBehind(_ other: ReadingPosition) -> Bool { batches >= other.batches }
}
