internal import CCurl
internal import Secrets

/// The few headers of an answer that mean something; all others are skipped.
package final class AnswerHeaders {
    /// The most bytes of headers that are accepted.
    package static let limit = 64 << 10
    /// The longest wait that is believed, in seconds: a day.
    private static let longestWait: Int64 = 86_400
    private static let always: Set<String> = [
        "retry-after", "x-ratelimit-remaining", "x-ratelimit-reset", "date",
    ]

    private let wanted: Set<String>
    private var values: [String: String] = [:]
    private var size = 0
    /// Whether the empty line behind the headers came; libcurl takes a connection that ends before it for an answer.
    private(set) var isComplete = false

    /// Keeps those with these names, in lower case, beside the ones that say when to ask again.
    package init(wanted: Set<String>) { self.wanted = wanted.union(AnswerHeaders.always) }

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

    package func append(_ line: String) {
        if line == "\r\n" || line == "\n" { isComplete = true }
        if line.hasPrefix("HTTP/") { (values, isComplete) = ([:], false) }
        guard let colon = line.firstIndex(of: ":") else { return }
        let name = line[..<colon].lowercased()
        guard wanted.contains(name) else { return }
        values[name] = Plain.text(String(line[line.index(after: colon)...]), limit: 4096)
    }

    /// The value of a header, fit for people to read.
    package subscript(_ name: String) -> String? { values[name] }

    /// How many more requests are taken until `reset`.
    var remaining: Int64? { values["x-ratelimit-remaining"].flatMap { Int64($0) } }
    /// When the count starts anew, in seconds since 1970.
    var reset: Int64? { values["x-ratelimit-reset"].flatMap { Int64($0) }.map { max($0, 0) } }
    /// The server's time when it answered (RFC 9110, section 6.6.1), in seconds since 1970.
    package var date: Int64? {
        guard let text = values["date"] else { return nil }
        let seconds = unsafe curl_getdate(text, nil)
        return seconds > 0 ? Int64(seconds) : nil
    }
    /// Seconds to wait, at most a day.
    package var retryAfter: Int64? {
        values["retry-after"].flatMap { Int64($0) }.map { min(max($0, 0), AnswerHeaders.longestWait) }
    }
}

/// Text from outside, made fit for people to read.
package enum Plain {
    /// The text without control and format characters, trimmed, and cut.
    package static func text(_ text: String, limit: Int) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result.unicodeScalars.append(scalar.isHidden ? " " : scalar)
        }
        let words = result.split(separator: " ").joined(separator: " ")
        return String(String.UnicodeScalarView(words.unicodeScalars.prefix(limit)))
    }
}
