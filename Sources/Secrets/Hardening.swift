internal import CPlatform
internal import Synchronization

/// What every program does before it touches a secret.
package enum Hardening {
    /// What this machine refused; the program goes on, and says it once.
    package enum Warning: Hashable, Sendable {
        /// Core dumps or tracing by other processes of this user could not be forbidden.
        case dumpable
    }

    /// Says that memory could not be locked; `nil` once it was said.
    private static let unlocked = Mutex<(@Sendable () -> Void)?>(nil)

    /// Fills closed standard descriptors, forbids core dumps and tracing, makes new files private, and has a file that may not
    /// grow told as a failed write.
    ///
    /// `unlocked` is called at most once: when a guarded block could not be locked, so that secrets may reach swap
    /// (RLIMIT_MEMLOCK).
    package static func begin(unlocked: (@Sendable () -> Void)? = nil) -> [Warning] {
        lockstep_fill_descriptors()
        lockstep_private_files()
        lockstep_refuse_size_signal()
        Hardening.unlocked.withLock { $0 = unlocked }
        return lockstep_refuse_dumps() == 0 ? [] : [.dumpable]
    }

    /// Locks the memory that an unlocked vault takes at least: a program that serves for long learns at its start whether it
    /// can.
    package static func reserveMemory() {
        guard (try? Sodium.start()) != nil else { return }
        GuardedPool.shared.reserve(64, of: 32)
    }

    static func noteUnlocked() {
        let tell = unlocked.withLock { tell in
            defer { tell = nil }
            return tell
        }
        tell?()
    }

    /// Whether another process watches this one.
    package enum Tracing: Hashable, Sendable {
        /// None does, and after `begin` none of this user's can begin to.
        case none
        /// One does: it reads every secret.
        case traced
        /// `/proc` is not there, or does not say.
        case unknown
    }

    /// Looked at after `begin`: who traces it now began before that. What is forked from here is not traced either.
    package static var tracing: Tracing {
        let tracer = lockstep_tracer()
        return tracer < 0 ? .unknown : tracer > 0 ? .traced : .none
    }

    /// The warning where a block could not be locked.
    package static let unlockedMemory =
        "not all memory for secrets can be locked, so they may reach swap; raise ulimit -l"
    /// Why a program that is traced does not go on.
    package static let traced = "Another process is tracing this one and could read every secret."
    /// The warning where that cannot be told.
    package static let untold =
        "it cannot be determined whether another process is tracing this one: /proc is not mounted"
}
