internal import Lifecycle
internal import Requests
internal import Service

/// What a check found, for people.
struct CheckWords {
    let result: CheckResult
    let request: CheckRequest
    let now: Instant
    let vault: String

    /// All of it in one line.
    var summary: String {
        let unmatched = result.unmatched.map { "no token matches \(Printable.quoted($0))" }
        if result.all == 1, unmatched.isEmpty, let only = result.findings.first { return sentence(only) }
        let parts = counted + unmatched
        return parts.isEmpty ? quiet : parts.joined(separator: ", ")
    }

    /// That nothing needs attention.
    private var quiet: String {
        guard result.tokens > 0 else { return "no tokens" }
        let first = result.earliest.map { ", the first \(Times.relative($0, now: now))" } ?? ""
        let renewed = result.renewed > 0 ? "; \(result.renewed) renewed by policy" : ""
        let never =
            result.never > 0 ? "; \(CheckWords.number(result.never, "never expires", "never expire"))" : ""
        let tokens = CheckWords.number(result.tokens, "token", "tokens")
        return "\(tokens), none expires within \(request.warn)\(first)\(renewed)\(never)"
    }

    /// How many of each kind, the worst first.
    private var counted: [String] {
        let order = result.counts.sorted {
            ($1.severity.rank, place($0.kind)) < ($0.severity.rank, place($1.kind))
        }
        return order.map { words($0.kind, $0.severity, $0.count) }
    }

    private func place(_ kind: CheckResult.Kind) -> Int {
        CheckResult.Kind.allCases.firstIndex(of: kind) ?? 0
    }

    private func words(_ kind: CheckResult.Kind, _ severity: CheckResult.Severity, _ count: Int) -> String {
        switch kind {
        case .expired: CheckWords.number(count, "token has expired", "tokens have expired")
        case .expiring where severity == .warning && result.count(.expiring, .critical) > 0:
            "\(count) more within \(request.warn)"
        case .expiring:
            CheckWords.number(count, "token expires", "tokens expire")
                + " within \(severity == .critical ? request.critical : request.warn)"
        case .account:
            CheckWords.number(count, "provisioning token", "provisioning tokens")
                + (severity == .critical ? " expired or running out" : " running out")
        case .unknownExpiry:
            "the expiry of \(CheckWords.number(count, "provisioning token", "provisioning tokens")) is unknown"
        case .revocation: CheckWords.number(count, "revocation is held up", "revocations are held up")
        case .heldUp: CheckWords.number(count, "operation is held up", "operations are held up")
        case .overdue: CheckWords.number(count, "rotation is overdue", "rotations are overdue")
        case .never: CheckWords.number(count, "token never expires", "tokens never expire")
        case .accountNever:
            CheckWords.number(count, "provisioning token never expires", "provisioning tokens never expire")
        }
    }

    private static func number(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    /// A line for each, the worst first.
    var details: [String] {
        result.findings.map { "\($0.severity.word): \(sentence($0))" }
            + result.unmatched.map { "UNKNOWN: no token matches \(Printable.quoted($0))" }
    }

    private func sentence(_ finding: CheckResult.Finding) -> String {
        let name = Printable.quoted(finding.label)
        let time = finding.moment.map { Times.words(.at($0), now: now) } ?? ""
        let verb = finding.moment.map { $0 <= now } ?? false ? "expired" : "expires"
        switch finding.kind {
        case .expired, .expiring: return "\(name) \(verb) \(time)"
        case .account:
            let next = verb == "expired" ? "login" : "rotate --account"
            return "the provisioning token of \(name) \(verb) \(time): lockstep \(next) "
                + Printable.word(finding.label)
        case .unknownExpiry:
            return "it is unknown when the provisioning token of \(name) expires, since it cannot list tokens"
        case .overdue: return "the rotation of \(name) was due \(time)"
        case .never:
            return "\(name) never expires: lockstep rotate \(Printable.argument(finding.label)) --expiry 90d"
        case .accountNever:
            return "the provisioning token of \(name) never expires: lockstep rotate --account "
                + "\(Printable.word(finding.label)) --expiry 90d"
        case .revocation, .heldUp:
            return finding.pending.map { PendingRow(view: $0, now: now, vault: vault).line } ?? name
        }
    }
}

extension Times {
    /// The seconds of a duration as a person writes it, from a moment on.
    static func duration(_ text: String, from now: Instant) -> Int64? {
        TimeGrammar.duration(text).map { $0.after(now).seconds - now.seconds }
    }
}
