internal import CPlatform
internal import Glibc

/// Why a system call failed: its errno, and nothing of what it was called with.
package struct SystemError: Error, Hashable, Sendable {
    /// The value of errno.
    package let number: Int32

    /// Takes a value of errno.
    package init(_ number: Int32) { self.number = number }

    /// What the last system call of this thread left in errno.
    package static var last: SystemError { SystemError(errno) }

    /// The words for it, such as "No such file or directory".
    package var text: String { unsafe String(cString: lockstep_error(number)) }

    /// Throws what errno says unless the result of a system call is 0.
    package static func check(_ result: Int32) throws(SystemError) {
        guard result == 0 else { throw last }
    }
}
