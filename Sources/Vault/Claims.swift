internal import Glibc
internal import Lifecycle
internal import Platform

/// Which operations this process has for itself, and whether it is about to write: one locked byte each in a file beside
/// the vault.
///
/// The kernel gives the locks back when the process ends, however it ends (fcntl(2), "Open file description locks").
struct Claims: ~Copyable {
    private let file: Descriptor
    private let path: String

    init(beside vault: String) throws(LedgerError) {
        path = vault + "-lock"
        do throws(SystemError) { file = try Descriptor(opening: path, O_RDWR | O_CREAT | O_NOFOLLOW) } catch {
            throw LedgerError(error).at(path)
        }
    }

    /// Throws `replaced` where another file, or none, is at the path by now: others would take an operation there.
    private borrowing func check() throws(LedgerError) {
        guard let mine = try? file.status(), let there = try? FileStatus(at: path),
            mine.identity == there.identity
        else { throw LedgerError(.replaced, .lock).at(path) }
    }

    borrowing func claim(_ id: OperationID) throws(LedgerError) -> Bool {
        try check()
        do throws(SystemError) { return try file.lock(byte: Claims.byte(id)) } catch {
            throw LedgerError(error)
        }
    }

    borrowing func release(_ id: OperationID) { _ = file.unlock(byte: Claims.byte(id)) }

    /// Says that this process is about to change something, until it has.
    ///
    /// SQLite's lock goes to whoever tries at the right moment. An agent that is always busy would keep all others out, who try
    /// a few times a second: it lets those go first who stand here. Where they cannot, they take their chance.
    borrowing func standInLine() { _ = file.share(byte: Claims.line) }

    borrowing func leaveLine() { _ = file.unlock(byte: Claims.line) }

    /// Whether others stand in line.
    var othersStandInLine: Bool { file.isLockedElsewhere(byte: Claims.line) }

    /// Waits while others stand in line: at most as long as they would for SQLite's lock.
    borrowing func letOthersFirst() {
        var tries = 0
        while tries < 20_000, othersStandInLine {
            usleep(500)
            tries += 1
        }
    }

    /// No operation has this byte.
    private static let line: Int64 = 0x4000_0000_0000_0000

    /// The byte of an operation: 62 bits of its random id.
    private static func byte(_ id: OperationID) -> Int64 {
        id.bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) } & 0x3FFF_FFFF_FFFF_FFFF
    }
}
