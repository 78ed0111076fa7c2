/// When an agent locks by itself, in words.
enum LockWords {
    /// `locks after 8 h without a hand-out`.
    static func when(_ idle: UInt32, _ max: UInt32) -> String {
        let idle = idle > 0 ? "when unused for \(Times.span(Int64(idle)))" : nil
        let max = max > 0 ? "\(Times.span(Int64(max))) after it was unlocked" : nil
        let times = [idle, max].compactMap(\.self)
        return times.isEmpty ? "never locks by itself" : "locks \(times.joined(separator: ", and "))"
    }

    /// Both times as the flags say them.
    static func flags(_ idle: UInt32, _ max: UInt32) -> String {
        "--idle \(length(idle)) and --max \(length(max))"
    }

    private static func length(_ seconds: UInt32) -> String {
        seconds == 0 ? "0s (never)" : Times.span(Int64(seconds)).split(separator: " ").joined()
    }
}
