internal import Glibc
internal import HandOut
internal import Platform
internal import Secrets

/// Files as every program has them.
enum PlainFile {
    /// The bytes of a file that holds no secret; standard input without a name.
    static func read(_ name: String?, limit: Int, _ what: String) throws(Problem) -> [UInt8] {
        let file = if let name { unsafe open(name, O_RDONLY | O_CLOEXEC) } else { STDIN_FILENO }
        guard file >= 0 else {
            throw Problem(
                .absent, .unreadable, "\(what) cannot be opened: \(System.error(errno)).",
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
                throw Problem(.unexpected, .unreadable, "\(what) cannot be read: \(System.error(errno)).")
            }
            guard bytes.count <= limit else {
                throw .usage("\(what) is longer than \(Printable.size(limit)).")
            }
            if got == 0 { return bytes }
        }
    }

    /// Replaces a file whole or not at all, 0600.
    static func replace(_ path: String, with bytes: [UInt8]) throws(Problem) {
        do throws(HandOutError) {
            let file = try OutputFile(path)
            do throws(SystemError) { try writeAll(bytes.span, to: file.descriptor) } catch {
                throw .unwritable(error.number)
            }
            try file.finish()
        } catch {
            guard case .unwritable(let number) = error else { throw Problem(error) }
            throw unwritten(number, path)
        }
    }

    static func unwritten(_ number: Int32, _ path: String? = nil) -> Problem {
        let what = path.map { "The file \(Printable.quoted($0))" } ?? "The file"
        return Problem(
            .unwritable, .unwritable, "\(what) cannot be written: \(System.error(number)).",
            safe: "No file was changed.", hint: System.remedy(number))
    }
}
