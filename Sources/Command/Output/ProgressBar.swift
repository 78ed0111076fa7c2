internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// How far many operations are: one line that is drawn anew on a terminal, a plain line at each quarter elsewhere.
final class ProgressBar {
    /// Fewer operations than this are over before anybody looks.
    private static let least = 8
    private let what: String
    private let console: Console
    private let draws: Bool
    private var isDrawn = false
    private var last: (milliseconds: Int64, quarter: Int) = (0, 0)
    private let started = ProgressBar.now

    /// Takes the word for what is being done, such as `revoked`.
    init(_ what: String, _ console: Console) {
        (self.what, self.console) = (what, console)
        draws = System.isTerminal(STDERR_FILENO) && Environment.value("TERM") != "dumb"
    }

    /// Shows where the operations stand, on a terminal at most twenty times a second.
    func show(_ progress: Progress) {
        guard progress.total >= ProgressBar.least, !console.isJSON else { return }
        if draws { draw(progress) } else { tell(progress) }
    }

    /// Shows about how much of a vault is sealed under its new keys, once that has taken a second.
    func show(percent: Int) {
        guard !console.isJSON, ProgressBar.now - started >= 1000 else { return }
        let progress = Progress(total: 100, through: percent)
        if draws { draw(progress, isShare: true) } else { tell(progress, isShare: true) }
    }

    private static var now: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Takes the line away, before anything else is said.
    func clear() {
        if isDrawn { write("\r\u{1B}[K") }
        isDrawn = false
    }

    private func draw(_ progress: Progress, isShare: Bool = false) {
        let now = ProgressBar.now
        guard now - last.milliseconds >= 50 || progress.isOver else { return }
        last.milliseconds = now
        isDrawn = true
        lockstep_ticker_stop()
        let columns = Int(lockstep_columns(STDERR_FILENO))
        write("\r\(ProgressBar.line(progress, what, columns: columns, isShare: isShare))\u{1B}[K")
    }

    private func tell(_ progress: Progress, isShare: Bool = false) {
        let quarter = progress.through * 4 / progress.total
        guard quarter > last.quarter, quarter < 4 else { return }
        last.quarter = quarter
        console.note(ProgressBar.counts(progress, what, isShare: isShare))
    }

    /// The line: a bar as wide as there is room for, and the counts.
    static func line(_ progress: Progress, _ what: String, columns: Int, isShare: Bool = false) -> String {
        var counts = " " + ProgressBar.counts(progress, what, isShare: isShare)
        if progress.heldUp > 0 { counts += ", \(progress.heldUp) held up" }
        let width = min(40, (columns > 0 ? columns : 80) - counts.utf8.count - 3)
        guard width >= 4 else { return Printable.cut(counts, to: max(columns - 1, 1)) }
        let full = width * (progress.through + progress.heldUp) / progress.total
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: width - full) + "]"
            + counts
    }

    private static func counts(_ progress: Progress, _ what: String, isShare: Bool) -> String {
        isShare
            ? "\(progress.through)% under the new keys" : "\(progress.through) of \(progress.total) \(what)"
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        try? writeAll(bytes.span, to: STDERR_FILENO)
    }
}
