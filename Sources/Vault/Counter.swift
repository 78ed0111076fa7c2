internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// The highest counter of a vault that this machine has seen, in a file outside the vault.
///
/// The file holds the number in twenty decimal digits and a line end: its size never changes, so that a power cut cannot
/// leave half a number. It is written after the commit, so it never runs ahead of the vault. Somebody who can write both
/// files can put both back: SECURITY.md.
struct Counter {
    /// The folder for state, such as `$XDG_STATE_HOME/lockstep`.
    let folder: String
    let vault: [UInt8]

    var path: String { "\(folder)/\(Hex.text(vault)).counter" }

    /// The number in the file; 0 when there is none. Throws `uncounted` for anything but a number: an older copy would pass.
    func newest() throws(LedgerError) -> UInt64 { try read() ?? 0 }

    /// The number in the file; `nil` when there is none.
    func read() throws(LedgerError) -> UInt64? {
        let file: Descriptor
        do throws(SystemError) { file = try open(O_RDONLY) } catch {
            switch error.number {
            case ENOENT: return nil
            case EMFILE, ENFILE: throw LedgerError(error)
            case EACCES where !isReachable: throw LedgerError(.uncounted, .folder).at(folder)
            default: throw unreadable
            }
        }
        return try number(in: file)
    }

    /// Whether files in the folder can be reached at all.
    private var isReachable: Bool { unsafe faccessat(AT_FDCWD, folder, X_OK, AT_EACCESS) == 0 }

    /// Whether the number can be raised.
    var isWritable: Bool { unsafe faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 }

    /// Raises the number in the file, never lowers it; `false` when it cannot be kept, which is not worth failing for: the
    /// change itself is durable by now.
    @discardableResult
    func raise(to counter: UInt64) -> Bool {
        guard (try? Files.makeFolder(folder)) != nil else { return false }
        do throws(SystemError) { return raise(try open(O_RDWR), to: counter) } catch {
            return error.number == ENOENT && begin(with: counter)
        }
    }

    private func raise(_ file: consuming Descriptor, to counter: UInt64) -> Bool {
        guard flock(file.number, LOCK_EX) == 0, let known = try? number(in: file) else { return false }
        if known >= counter { return true }
        // Written by an earlier version, in fewer digits.
        guard lseek(file.number, 0, SEEK_END) == Counter.size else { return set(to: counter) }
        return unsafe pwrite(file.number, Counter.line(counter), Counter.size, 0) == Counter.size
    }

    /// Puts another number in the place of whatever is there, a lower one too: the deliberate way on from an older copy.
    func set(to counter: UInt64) -> Bool {
        do {
            try Files.makeFolder(folder)
            var draft = try draft(of: counter)
            try draft.replace()
            return true
        } catch { return false }
    }

    /// Makes the file. Another process may do so at the same time: the higher number stays.
    private func begin(with counter: UInt64) -> Bool {
        guard var draft = try? draft(of: counter) else { return false }
        do throws(Draft.Failure) {
            try draft.publish()
            return true
        } catch { return error == .unwritable(SystemError(EEXIST)) && raise(to: counter) }
    }

    private func draft(of counter: UInt64) throws(SystemError) -> Draft {
        let draft = try Draft(of: path)
        try draft.file.write(Counter.line(counter))
        return draft
    }

    /// A FIFO is not waited for, a link not followed.
    private func open(_ access: Int32) throws(SystemError) -> Descriptor {
        try Descriptor(opening: path, access | O_NOFOLLOW | O_NONBLOCK)
    }

    private var unreadable: LedgerError { LedgerError(.uncounted, .counter).at(path) }

    private func number(in file: borrowing Descriptor) throws(LedgerError) -> UInt64 {
        guard let status = try? file.status(), status.kind == .file else { throw unreadable }
        try Ownership.requirePrivate(status, path, .counter)
        var bytes = [UInt8](repeating: 0, count: Counter.size)
        let count = unsafe pread(file.number, &bytes, bytes.count, 0)
        // What an earlier version left of a longer number stands behind the line end.
        guard count > 0, let end = bytes[..<count].firstIndex(of: UInt8(ascii: "\n")), end > 0,
            bytes[..<end].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = UInt64(String(decoding: bytes[..<end], as: UTF8.self))
        else { throw unreadable }
        return number
    }

    private static let size = 21

    private static func line(_ counter: UInt64) -> [UInt8] {
        let digits = String(counter)
        return Array((String(repeating: "0", count: size - 1 - digits.count) + digits + "\n").utf8)
    }
}
