internal import Glibc
internal import Lifecycle
internal import Platform

/// The file in which version 1 kept the highest counter seen: a number in decimal digits, and a line end.
struct FormerCounter {
    let path: String

    /// The number; `nil` where there is no such file. Throws `uncounted` for anything but a number.
    func read() throws(LedgerError) -> UInt64? {
        let file: Descriptor
        do throws(SystemError) {
            file = try Descriptor(opening: path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        } catch {
            switch error.number {
            case ENOENT: return nil
            case EMFILE, ENFILE, ENOMEM: throw LedgerError(error)
            default: throw invalid
            }
        }
        guard let status = try? file.status(), status.kind == .file else { throw invalid }
        try Ownership.requirePrivate(status, path, .counter)
        return try number(in: file)
    }

    private var invalid: LedgerError { LedgerError(.uncounted, .counter).at(path) }

    private func number(in file: borrowing Descriptor) throws(LedgerError) -> UInt64 {
        // Twenty digits and the line end. What is left of a longer number may follow.
        guard let bytes = try? file.readOnce(21), let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > 0,
            bytes[..<end].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = UInt64(String(decoding: bytes[..<end], as: UTF8.self))
        else { throw invalid }
        return number
    }
}
