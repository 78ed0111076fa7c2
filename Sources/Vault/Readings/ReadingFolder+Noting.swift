internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

// A damaged log stops hand-outs until a person was told of it. From then on its writer is never taken again, and its files stay as
// they are. The file `WRITER.noted` says so: a mark whose body is raw host (16), raw writer (16).

extension ReadingFolder {
    /// Whether a person was told of a writer's damage.
    func isNoted(_ writer: [UInt8], _ contents: Contents, _ keys: LogKeys) throws(LedgerError) -> Bool {
        guard contents.noted.contains(writer) else { return false }
        let path = noted(writer)
        guard let file = try MarkFile.open(path, .noted, O_RDONLY, invalid: ReadingFault.altered(path)) else {
            return false
        }
        guard try file.read(keys).body.starts(with: host + writer) else { throw ReadingFault.altered(path) }
        return true
    }

    /// Notes that a person was told of a writer's damage.
    func note(_ writer: [UInt8], _ keys: LogKeys) throws(LedgerError) {
        let path = noted(writer)
        do {
            var draft = try Draft(of: path)
            try draft.file.write(MarkFile.fresh(.noted, host + writer, after: 0, keys.current))
            try draft.replace()
        } catch let error as SystemError {
            throw ReadingFault.unlogged(error, path)
        } catch { throw ReadingFault.unlogged(SystemError(EIO), path) }
    }
}
