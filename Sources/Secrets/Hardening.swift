internal import CPlatform

/// What every program does before it touches a secret.
public enum Hardening {
    /// What this machine refused; the program goes on, and says it once.
    public enum Warning: Hashable, Sendable {
        /// Core dumps or tracing by other processes of this user could not be forbidden.
        case dumpable
        /// Memory cannot be locked, so secrets may reach swap (RLIMIT_MEMLOCK is below 64 KiB).
        case unlocked
    }

    /// Fills closed standard descriptors, forbids core dumps and tracing, makes new files private, has a file that may not grow
    /// told as a failed write, and looks whether memory can be locked.
    ///
    /// `sodium_malloc` locks its pages but reports no failure, so the limit is asked for once instead.
    public static func begin() -> [Warning] {
        lockstep_fill_descriptors()
        lockstep_private_files()
        lockstep_refuse_size_signal()
        var warnings: [Warning] = []
        if lockstep_refuse_dumps() != 0 { warnings.append(.dumpable) }
        if lockstep_lock_limit() < 64 * 1024 { warnings.append(.unlocked) }
        return warnings
    }

    /// Whether another process watches this one.
    public enum Tracing: Hashable, Sendable {
        /// None does, and after `begin` none of this user's can begin to.
        case none
        /// One does: it reads every secret.
        case traced
        /// `/proc` is not there, or does not say.
        case unknown
    }

    /// Looked at after `begin`: who traces it now began before that. What is forked from here is not traced either.
    public static var tracing: Tracing {
        let tracer = lockstep_tracer()
        return tracer < 0 ? .unknown : tracer > 0 ? .traced : .none
    }

    /// Why a program that is traced does not go on.
    public static let traced = "Another process traces this one, and would read every secret."
    /// The warning where that cannot be told.
    public static let untold = "it cannot be told whether another process traces this one: /proc is not there"
}
