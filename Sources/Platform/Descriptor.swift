internal import CPlatform
internal import Glibc

/// Owns a file descriptor: it has one owner, and is closed once, when that owner drops it.
package struct Descriptor: ~Copyable, Sendable {
    /// Its number, for a system call. It is good for as long as the owner lives.
    package let number: Int32

    /// Takes what a system call returned: a descriptor, or -1 with the reason in errno, which is thrown.
    package init(owning number: Int32) throws(SystemError) {
        guard number >= 0 else { throw .last }
        self.number = number
    }

    /// Takes what a function of CPlatform returned: a descriptor, or minus errno, which is thrown.
    package init(result: Int32) throws(SystemError) {
        guard result >= 0 else { throw SystemError(-result) }
        number = result
    }

    deinit { Descriptor.close(number) }

    /// Gives the number to an owner outside of Swift, such as the command that this process becomes.
    package consuming func released() -> Int32 {
        let number = number
        discard self
        return number
    }

    /// Linux closes the descriptor whatever it answers, and what has to be durable was synced before. So the answer can only tell of
    /// a number that was closed twice, and may have become another file's in between.
    private static func close(_ number: Int32) {
        let result = Glibc.close(number)
        assert(result == 0 || errno != EBADF, "a descriptor was closed twice")
    }
}

extension Descriptor {
    /// Opens a file (open(2)), close-on-exec; `mode` is that of a file that is made.
    package init(opening path: String, _ flags: Int32, mode: UInt32 = 0o600) throws(SystemError) {
        try self.init(owning: unsafe open(path, flags | O_CLOEXEC, mode))
    }

    /// The same for a name in a folder (openat(2)).
    package init(
        opening name: String, in folder: borrowing Descriptor, _ flags: Int32, mode: UInt32 = 0o600
    ) throws(SystemError) {
        try self.init(owning: unsafe openat(folder.number, name, flags | O_CLOEXEC, mode))
    }

    /// Opens a folder, to name files in it.
    package init(folder path: String) throws(SystemError) {
        try self.init(opening: path, O_RDONLY | O_DIRECTORY)
    }

    /// Makes a file that is nowhere but in memory, for processes that are given it (memfd_create(2)).
    package static func inMemory() throws(SystemError) -> Descriptor {
        try Descriptor(result: lockstep_shared_file())
    }

    /// Opens the file of a descriptor once more: locks of one opening are not the other's.
    package init(reopening number: Int32) throws(SystemError) {
        try self.init(opening: "/proc/self/fd/\(number)", O_RDWR)
    }

    /// A second number for what `number` leads to, beyond the standard streams.
    package init(copying number: Int32) throws(SystemError) {
        try self.init(owning: fcntl(number, F_DUPFD_CLOEXEC, 3))
    }

    /// Lends a number that somebody else owns, such as that of a standard stream.
    package static func withBorrowed<R: ~Copyable, E: Error>(
        _ number: Int32, _ body: (borrowing Descriptor) throws(E) -> R
    ) throws(E) -> R {
        let borrowed = Descriptor(unowned: number)
        do throws(E) {
            let result = try body(borrowed)
            _ = borrowed.released()
            return result
        } catch {
            _ = borrowed.released()
            throw error
        }
    }

    private init(unowned number: Int32) { self.number = number }
}
