internal import Lifecycle
internal import Requests

// Who had a token, as people see it: from what the reading log sums up.

extension LabelReadings {
    /// For people: how often, when last, and by whom.
    func words(now: Instant) -> String {
        guard let last else { return "never" }
        let times = count == 1 ? "once" : "\(count) times"
        let program = newest.map { " by \($0.program)" } ?? ""
        return "\(times), last \(Times.relative(last, now: now))\(program)"
    }
}

extension LabelReadings.Reader {
    /// The path of the executable, where the kernel said it.
    var program: String { executable.isEmpty ? "an unknown program" : executable }
}
