internal import Lifecycle
internal import Requests

/// What a check found, in the form of monitoring plugins: a line with performance data, then details.
struct CheckReport {
    let result: CheckResult
    let request: CheckRequest
    let now: Instant
    /// The path of the vault.
    let vault: String

    /// Nagios reads 4 KiB of a plugin's output: details end before that.
    static let most = 3000

    /// All lines.
    var text: String {
        let severity = result.severity.word
        let words = CheckWords(result: result, request: request, now: now, vault: vault)
        var text = "LOCKSTEP \(severity) - \(CheckReport.plain(words.summary))|\(performance)\n"
        var left = result.all + result.unmatched.count
        guard left > 1 else { return text }
        for line in words.details {
            let line = CheckReport.plain(line) + "\n"
            guard text.utf8.count + line.utf8.count <= CheckReport.most else { break }
            text += line
            left -= 1
        }
        if left > 0 { text += "and \(left) more\n" }
        return text
    }

    /// What is said where nothing could be checked.
    static func unknown(_ problem: Problem) -> String {
        let words = [problem.message, problem.safe, problem.hint].filter { !$0.isEmpty }
        return "LOCKSTEP UNKNOWN - \(plain(words.joined(separator: " ")))\n"
    }

    /// One line, without the sign that begins performance data.
    private static func plain(_ text: String) -> String {
        Printable.line(text).split(separator: "|", omittingEmptySubsequences: false)
            .joined(separator: "\\u{7c}")
    }

    /// `label=value;warning;critical;minimum`, each with the range in which nothing is said of it.
    private var performance: String {
        func none(_ name: String, _ count: Int, _ severity: CheckResult.Severity) -> String {
            "\(name)=\(count);\(severity == .warning ? "0;" : severity == .critical ? ";0" : ";");0"
        }
        var data = [
            "tokens=\(result.tokens);;;0", none("expired", result.count(.expired), .critical),
            none("expiring_critical", result.count(.expiring, .critical), .critical),
            none("expiring_warning", result.count(.expiring, .warning), .warning),
            none("provisioning", result.count(.account), .warning), "pending=\(result.pending);;;0",
            none("held_up", result.count(.heldUp) + result.count(.revocation), .warning),
            "revocations=\(result.revocations);;;0", none("overdue", result.count(.overdue), .warning),
            none("never_expires", result.never, request.warnsOfNever ? .warning : .ok),
        ]
        if let earliest = result.earliest {
            let bounds = [request.warn, request.critical].map { text in
                Times.duration(text, from: now).map { "\($0):" } ?? ""
            }
            data.append("next_expiry=\(earliest.seconds - now.seconds)s;\(bounds.joined(separator: ";"))")
        }
        return data.joined(separator: " ")
    }
}
