internal import Platform

/// The program; what is different in test builds is added below.
enum Program {}

#if DEBUG
    internal import Command
    internal import Glibc
    internal import Lifecycle

    /// Kills this process at the failpoint whose number stands in `LOCKSTEP_FAILPOINT`; in test builds only.
    final class Killpoint: Failpoints {
        private var left: Int

        /// Set by the tests; `nil` otherwise.
        init?() {
            guard let text = Environment.value("LOCKSTEP_FAILPOINT"), let number = Int(text) else {
                return nil
            }
            left = number
        }

        func pass() -> Bool {
            left -= 1
            if left == 0 { kill(getpid(), SIGKILL) }
            return true
        }
    }

    extension Program {
        /// Puts failpoints between the command line and both sides, when a test asks for them.
        static func prepared(_ tools: Tools) -> Tools {
            guard let points = Killpoint() else { return tools }
            return Tools(
                door: { Failpointed.door(tools.door($0, $1), points) },
                provider: Failpointed.provider(tools.provider, points), networkWarning: tools.networkWarning,
                clock: tools.clock, version: tools.version)
        }
    }
#else
    internal import Command

    extension Program {
        /// A released program has no failpoints.
        static func prepared(_ tools: Tools) -> Tools { tools }
    }
#endif
