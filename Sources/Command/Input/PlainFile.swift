internal import Glibc
internal import Secrets

/// Files as every program has them.
enum PlainFile {
    /// The bytes of a file that holds no secret; standard input without a name.
    static func read(_ name: String?, limit: Int, _ what: String) throws(Problem) -> [UInt8] {
        let file = if let name { unsafe open(name, O_RDONLY | O_CLOEXEC) } else { STDIN_FILENO }
        guard file >= 0 else {
            throw Problem(
                .absent, "unreadable", "\(what) cannot be opened: \(System.error(errno)).",
                safe: "Nothing was written.",
                hint: "Check its path.")
        }
        defer { if name != nil { close(file) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let got = unsafe Glibc.read(file, &buffer, buffer.count)
            if got > 0 { bytes += buffer[..<got] }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                throw Problem(.unexpected, "unreadable", "\(what) cannot be read: \(System.error(errno)).")
            }
            guard bytes.count <= limit else { throw .usage("\(what) is longer than \(limit >> 20) MiB.") }
            if got == 0 { return bytes }
        }
    }

    /// Replaces a file whole or not at all, 0600: what `write` puts into one beside it is made durable and takes its name.
    static func replace(_ path: String, _ write: (Int32) throws(Problem) -> Void) throws(Problem) {
        let draft = "\(path).new-\(Hex.text(Random.bytes(8)))"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw unwritten(errno) }
        defer { close(file) }
        do throws(Problem) {
            try write(file)
            guard fsync(file) == 0, unsafe rename(draft, path) == 0 else { throw unwritten(errno) }
        } catch {
            unsafe unlink(draft)
            throw error
        }
    }

    static func unwritten(_ number: Int32) -> Problem {
        Problem(
            .unwritable, "unwritable", "The file cannot be written: \(System.error(number)).",
            safe: "No file was changed.", hint: "Make room, or name another place.")
    }
}
