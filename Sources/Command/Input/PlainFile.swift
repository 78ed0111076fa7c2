internal import Delivery
internal import Glibc
internal import Platform
internal import Requests
internal import Secrets

/// Files as every program has them.
enum PlainFile {
    /// The bytes of a file that holds no secret; standard input without a name.
    static func read(_ name: String?, limit: Int, _ what: String) throws(Problem) -> [UInt8] {
        guard let name else {
            return try Descriptor.withBorrowed(STDIN_FILENO) { (file) throws(Problem) in
                try read(file, limit, what)
            }
        }
        let file: Descriptor
        let what = "\(what) \(Printable.quoted(name))"
        do throws(SystemError) { file = try Descriptor(opening: name, O_RDONLY) } catch {
            throw Problem(
                .absent, .unreadable, "\(what) cannot be opened: \(error.text).",
                safe: "Nothing was written.", hint: System.remedy(opening: error.number))
        }
        return try read(file, limit, what)
    }

    private static func read(
        _ file: borrowing Descriptor, _ limit: Int, _ what: String
    ) throws(Problem) -> [UInt8] {
        do throws(SystemError) { return try file.bytes(limit: limit) } catch {
            guard error.number != EFBIG else {
                throw .usage("\(what) is longer than \(Printable.size(limit)).")
            }
            throw Problem(.unexpected, .unreadable, "\(what) cannot be read: \(error.text).")
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
            guard case .unwritable(let number) = error else { throw Problem(error, file: path) }
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
