#if DEBUG
    internal import Glibc
    internal import Platform

    /// Kills a process at the failpoint whose number stands in `LOCKSTEP_FAILPOINT`.
    package final class Killpoint: Failpoints {
        private var left: Int
        /// A process that is spared; its children count for themselves.
        private let spared: Int32?

        /// Set by the tests; `nil` otherwise.
        package init?(inChildrenOnly: Bool = false) {
            guard let text = Environment.value("LOCKSTEP_FAILPOINT"), let number = Int(text) else {
                return nil
            }
            left = number
            spared = inChildrenOnly ? getpid() : nil
        }

        /// Counts, and ends the process where it is the one.
        package func pass() -> Bool {
            guard spared != getpid() else { return true }
            left -= 1
            if left == 0 { kill(getpid(), SIGKILL) }
            return true
        }
    }
#endif
