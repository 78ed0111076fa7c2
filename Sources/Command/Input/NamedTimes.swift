internal import Lifecycle
internal import Service
internal import Wire

/// When an agent is to lock by itself, as the flags say it.
struct NamedTimes: Hashable, Sendable {
    var idle: String?
    var max: String?

    /// The times; throws `usage` for what is no time.
    func read() throws(Problem) -> LockTimes {
        LockTimes(idle: try NamedTimes.seconds(idle), max: try NamedTimes.seconds(max))
    }

    /// The flags, as they were written.
    var flags: String {
        [("idle", idle), ("max", max)].map { name, value in value.map { " --\(name) \($0)" } ?? "" }.joined()
    }

    private static func seconds(_ text: String?) throws(Problem) -> UInt32? {
        guard let text else { return nil }
        guard let duration = TimeGrammar.duration(text), duration.months == 0, duration.seconds <= 31_536_000
        else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid time to wait.",
                hint: "Write 30m, 8h, or 0s for never.")
        }
        return UInt32(duration.seconds)
    }
}
