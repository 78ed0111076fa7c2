internal import Glibc
internal import Lifecycle
internal import Platform

extension ReadingFolder {
    /// What is known of this machine's writers. Throws where one's end is not valid.
    func ends(_ keys: LogKeys) throws(LedgerError) -> [ReadingEnd] {
        let contents = try contents()
        var ends: [ReadingEnd] = []
        for writer in contents.writers where try !isNoted(writer, contents, keys) {
            guard let known = try known(of: writer, contents, keys), known.host == host else { continue }
            ends.append(known)
        }
        return ends
    }

    /// Does something with each writer of this machine. Once more where it fails and retention has removed files meanwhile.
    func forEachWriter(
        _ keys: LogKeys, _ body: (ReadingEnd) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        for known in try ends(keys) {
            var known = known
            while true {
                do throws(LedgerError) {
                    try body(known)
                    break
                } catch {
                    guard let now = try self.known(of: known.writer, contents(), keys), now.kept != known.kept
                    else { throw error }
                    known = now
                }
            }
        }
    }

    /// What is known of a writer; `nil` for one that is just being made.
    func known(of writer: [UInt8], _ contents: Contents, _ keys: LogKeys) throws(LedgerError) -> ReadingEnd? {
        let path = end(of: writer)
        guard let end = try MarkFile.open(path, .end, O_RDONLY, invalid: ReadingFault.altered(path)) else {
            return nil
        }
        // A process is just making it, or ended while it did.
        if end.isEmpty, contents.files[writer] ?? [1] == [1], size(writer, 1) == 0 { return nil }
        let mark = try end.read(keys)
        guard let known = try? ReadingEnd(mark), known.writer == writer else {
            throw ReadingFault.altered(path)
        }
        return known
    }

    /// Whether a process has taken a writer.
    func isInUse(_ writer: [UInt8]) -> Bool {
        guard let end = try? Descriptor(opening: end(of: writer), O_RDWR | O_NOFOLLOW | O_NONBLOCK) else {
            return false
        }
        return (try? end.isLockedElsewhere(byte: FoundWriter.lockedByte)) ?? false
    }

    private func size(_ writer: [UInt8], _ file: UInt32) -> Int { Files.size(of: log(writer, file)) }
}
