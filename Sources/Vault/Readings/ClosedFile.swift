internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// A log file that is not written to any more, verified from its first batch to its last.
struct ClosedFile {
    let number: UInt32
    let path: String
    let size: Int
    /// The log before it, and behind it: the next file's beginning.
    let before: ReadingPosition
    let after: ReadingPosition
    let entries: UInt64
    /// The time of its newest entry; `nil` where it has none.
    let newest: Int64?
}

/// A log file that this process writes from its beginning on.
struct BegunFile {
    let before: ReadingPosition
    private(set) var entries: UInt64 = 0
    private(set) var newest: Int64?

    init(before: ReadingPosition) { self.before = before }

    /// Counts entries of a time.
    mutating func add(_ time: Int64, times: Int) {
        entries &+= UInt64(times)
        if let newest, newest >= time { return }
        newest = time
    }
}

extension ReadingWriter {
    /// The files that can be removed: durable, and before the one with the newest durable summary, which everybody begins with.
    private var closed: Range<UInt32> {
        let first = known.kept.file
        return first..<max(first, min(known.summary?.file ?? first, known.durable.file))
    }

    /// The first closed files, for as long as they are wanted, each read and proven; throws `altered` where one is damaged. Those that
    /// this process has written are not read, unless they are to be `proven`.
    func closedFiles(
        proven: Bool, while isWanted: (ClosedFile) throws(LedgerError) -> Bool
    ) throws(LedgerError) -> [ClosedFile] {
        try sync()
        var (files, position) = ([ClosedFile](), known.kept)
        for number in closed {
            let file: ClosedFile
            if !proven, let here = closedHere[number], here.before == position {
                file = here
            } else {
                file = try read(number, from: position)
            }
            guard try isWanted(file) else { break }
            files.append(file)
            position = file.after
        }
        return files
    }

    private func read(_ number: UInt32, from position: ReadingPosition) throws(LedgerError) -> ClosedFile {
        var walk = ReadingWalk(folder, id, keys, from: position)
        walk.lastFile = number
        guard walk.isFileThere else { throw ReadingFault.cut(walk.path) }
        var (entries, newest): (UInt64, Int64?) = (0, nil)
        loop: while true {
            switch try walk.next() {
            case .batch(let batch):
                let raw = try ReadingFault.reading(walk.path) { () throws(SecretsError) in
                    try RawEntries(batch)
                }
                entries += UInt64(raw.places.count)
                for place in raw.places { newest = max(newest ?? .min, raw.time(at: place) ?? .max) }
            case .end: break loop
            case .broken: throw ReadingFault.altered(walk.path)
            }
        }
        var after = walk.position
        (after.file, after.offset) = (number + 1, 0)
        return ClosedFile(
            number: number, path: walk.path, size: walk.position.offset, before: position, after: after,
            entries: entries, newest: newest)
    }

    /// Removes files that were read just now. The end says first that they are gone on purpose, and that it is durable.
    func remove(_ files: [ClosedFile]) throws(LedgerError) {
        guard let last = files.last, known.kept == files.first?.before else { return }
        try sync()
        known.kept = last.after
        known.removedEntries += files.reduce(0) { $0 + $1.entries }
        known.removedNewest = max(known.removedNewest, files.compactMap(\.newest).max() ?? 0)
        guard writeEnd(), folder.limits.sync(end.file.number) == 0 else {
            throw ReadingFault.unlogged(.last, end.path)
        }
        for file in files { closedHere[file.number] = nil }
        removeLeftovers()
    }

    /// Removes the files before the first one that is kept: a process may have ended before it could.
    func removeLeftovers() {
        guard let numbers = try? folder.contents().files[id] else { return }
        for number in numbers where number < known.kept.file { _ = unsafe unlink(folder.log(id, number)) }
    }
}
