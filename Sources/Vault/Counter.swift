internal import Glibc
internal import Lifecycle
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
        let file = open(O_RDONLY)
        guard file >= 0 else {
            guard errno == ENOENT else { throw unreadable }
            return nil
        }
        defer { close(file) }
        return try number(in: file)
    }

    /// Whether the number can be raised.
    var isWritable: Bool { unsafe faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 }

    /// Raises the number in the file, never lowers it; `false` when it cannot be kept, which is not worth failing for: the
    /// change itself is durable by now.
    @discardableResult
    func raise(to counter: UInt64) -> Bool {
        guard FileSystem.makeFolder(folder) else { return false }
        let file = open(O_RDWR)
        guard file >= 0 else { return errno == ENOENT && begin(with: counter) }
        defer { close(file) }
        guard flock(file, LOCK_EX) == 0, let known = try? number(in: file) else { return false }
        if known >= counter { return true }
        // Written by an earlier version, in fewer digits.
        guard lseek(file, 0, SEEK_END) == Counter.size else { return set(to: counter) }
        return unsafe pwrite(file, Counter.line(counter), Counter.size, 0) == Counter.size
    }

    /// Puts another number in the place of whatever is there, a lower one too: the deliberate way on from an older copy.
    func set(to counter: UInt64) -> Bool {
        guard FileSystem.makeFolder(folder),
            let draft = try? FileSystem.draft(Counter.line(counter), for: path)
        else { return false }
        defer { unsafe unlink(draft) }
        return unsafe rename(draft, path) == 0 && FileSystem.syncFolder(of: path)
    }

    /// Makes the file. Another process may do so at the same time: the higher number stays.
    private func begin(with counter: UInt64) -> Bool {
        guard let draft = try? FileSystem.draft(Counter.line(counter), for: path) else { return false }
        defer { unsafe unlink(draft) }
        guard unsafe link(draft, path) == 0 else { return errno == EEXIST && raise(to: counter) }
        return FileSystem.syncFolder(of: path)
    }

    /// A FIFO is not waited for, a link not followed.
    private func open(_ access: Int32) -> Int32 {
        unsafe Glibc.open(path, access | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    }

    private var unreadable: LedgerError { LedgerError(.uncounted, .counter).at(path) }

    private func number(in file: Int32) throws(LedgerError) -> UInt64 {
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw unreadable }
        try Ownership.requirePrivate(status, path, .counter)
        var bytes = [UInt8](repeating: 0, count: Counter.size)
        let count = unsafe pread(file, &bytes, bytes.count, 0)
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
