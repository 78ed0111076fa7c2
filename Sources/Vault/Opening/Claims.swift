internal import Glibc
internal import Lifecycle
internal import Platform

/// Which operations this process has for itself: one locked byte each in a file beside the vault.
///
/// The kernel gives the locks back when the process ends, however it ends (fcntl(2), "Open file description locks").
struct Claims: ~Copyable {
    private let file: Descriptor
    private let path: String

    /// The path of the file; holders of leases have bytes of it, too (`LeaseHolder`).
    static func path(beside vault: String) -> String { vault + "-lock" }

    init(beside vault: String) throws(LedgerError) {
        path = Claims.path(beside: vault)
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

    /// Whether another process is at an operation, of whatever version of Lockstep it is. Throws where that cannot be told.
    borrowing func areOthersBusy() throws(LedgerError) -> Bool {
        do throws(SystemError) { return try file.isAnyLockedElsewhere(below: Claims.end) } catch {
            throw LedgerError(error)
        }
    }

    /// Behind the last byte that an operation may have: those from here on are for holders of leases, who are in nobody's way.
    private static let end: Int64 = 0x4000_0000_0000_0000

    borrowing func release(_ id: OperationID) { _ = file.unlock(byte: Claims.byte(id)) }

    /// The byte of an operation: 62 bits of its random id.
    private static func byte(_ id: OperationID) -> Int64 {
        id.bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) } & 0x3FFF_FFFF_FFFF_FFFF
    }
}
