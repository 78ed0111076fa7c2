internal import Lifecycle
internal import Secrets

/// The few headers of an answer that mean something here (linode-facts, 1.5); all others are skipped.
final class AnswerHeaders {
    /// The most bytes of headers that are accepted.
    static let limit = 64 << 10
    private static let wanted: Set<String> = [
        "x-oauth-scopes", "x-accepted-oauth-scopes", "x-customer-uuid", "retry-after",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
    ]

    private var values: [String: String] = [:]
    private var size = 0
    /// Whether the empty line behind the headers came; libcurl takes a connection that ends before it for an answer.
    private(set) var isComplete = false

    /// Whether more came than is accepted.
    var overflowed: Bool { size > AnswerHeaders.limit }

    /// Takes in one line; `false` beyond the limit.
    func append(_ line: Span<UInt8>) -> Bool {
        size += line.count
        guard !overflowed else { return false }
        var text = ""
        for index in line.indices { text.unicodeScalars.append(Unicode.Scalar(line[index])) }
        append(text)
        return true
    }

    func append(_ line: String) {
        if line == "\r\n" || line == "\n" { isComplete = true }
        if line.hasPrefix("HTTP/") { (values, isComplete) = ([:], false) }
        guard let colon = line.firstIndex(of: ":") else { return }
        let name = line[..<colon].lowercased()
        guard AnswerHeaders.wanted.contains(name) else { return }
        values[name] = Plain.text(String(line[line.index(after: colon)...]), limit: 4096)
    }

    /// The scopes of the credential, as the provider names them; `unknown` for a dead one.
    var scopes: String? { values["x-oauth-scopes"] }
    /// The scopes that the endpoint accepts.
    var acceptedScopes: String? { values["x-accepted-oauth-scopes"] }
    /// The account's id.
    var customer: String? { values["x-customer-uuid"] }
    /// How many more requests are taken until `reset`.
    var remaining: Int64? { values["x-ratelimit-remaining"].flatMap { Int64($0) } }
    /// When the count starts anew.
    var reset: Instant? {
        values["x-ratelimit-reset"].flatMap { Int64($0) }.map { Instant(seconds: max($0, 0)) }
    }
    /// Seconds to wait, at most a day.
    var retryAfter: Int64? {
        values["retry-after"].flatMap { Int64($0) }.map { min(max($0, 0), ProviderBounds.wait) }
    }
}

/// Text from outside, made fit for people to read.
enum Plain {
    /// The text without control and format characters, trimmed, and cut.
    static func text(_ text: String, limit: Int) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result.unicodeScalars.append(scalar.isHidden ? " " : scalar)
        }
        let words = result.split(separator: " ").joined(separator: " ")
        return String(String.UnicodeScalarView(words.unicodeScalars.prefix(limit)))
    }
}
