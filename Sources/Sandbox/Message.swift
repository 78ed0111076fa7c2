/// A request as it arrived.
struct Request: Sendable {
    var method: String
    var path: String
    var query: [(String, String)] = []
    /// Names in lower case.
    var headers: [(String, String)] = []
    var body: [UInt8] = []

    func header(_ name: String) -> String? { headers.last { $0.0 == name }?.1 }
    func parameter(_ name: String) -> String? { query.last { $0.0 == name }?.1 }

    /// The request for the tests: without the credential.
    func record(status: Int) -> JSON {
        .object([
            ("method", .text(method)), ("path", .text(path)),
            ("query", .object(query.map { ($0.0, .text($0.1)) })),
            (
                "headers",
                .object(
                    headers.map { ($0.0, .text($0.0 == "authorization" ? String($0.1.prefix(7)) : $0.1)) })
            ),
            ("body", .text(String(decoding: body, as: UTF8.self))), ("status", .number(Int64(status))),
        ])
    }
}

/// An answer, and how it is delivered.
struct Answer: Sendable {
    enum Delivery: Sendable {
        case whole
        /// The connection is closed without an answer.
        case dropped
        /// The connection is closed after half of the body.
        case half
        /// A byte at a time.
        case dripping
        /// The connection is held open, and then closed without an answer.
        case silence
    }

    var status = 200
    var body: [UInt8] = []
    var headers: [(String, String)] = []
    var delivery = Delivery.whole

    init(_ json: JSON, status: Int = 200) {
        self.status = status
        body = Array(json.line.utf8)
        headers = [("Content-Type", "application/json")]
    }

    init(status: Int, contentType: String, body: String) {
        self.status = status
        self.body = Array(body.utf8)
        headers = [("Content-Type", contentType)]
    }

    static var empty: Answer { Answer(.object([JSON.Member]())) }
    static var dropped: Answer {
        var answer = Answer.empty
        answer.delivery = .dropped
        return answer
    }

    /// The form that all errors have: `{"errors":[{"reason","field"?}]}`.
    static func error(_ status: Int, _ reason: String, field: String? = nil) -> Answer {
        let members: [(String, JSON)] =
            (field.map { [("field", .text($0))] } ?? []) + [("reason", .text(reason))]
        return Answer(.object([("errors", .array([.object(members)]))]), status: status)
    }

    mutating func set(_ name: String, _ value: String) {
        headers.removeAll { $0.0 == name }
        headers.append((name, value))
    }
}

/// A refusal on the way to an answer.
struct Refusal: Error {
    let answer: Answer

    init(_ status: Int, _ reason: String, field: String? = nil) {
        answer = .error(status, reason, field: field)
    }
}
