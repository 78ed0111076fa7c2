/// Something that goes wrong on purpose, set by a test.
struct Fault: Sendable {
    var kind: String
    var method: String?
    var path: String?
    /// How often it still strikes; `nil` for always.
    var times: Int64?
    /// How many fitting requests it lets pass before.
    var skip: Int64 = 0
    var status: Int64 = 500
    /// Whether the request is carried out before it goes wrong.
    var after = false
    var value: JSON?

    /// All that there are.
    static let kinds: Set<String> = [
        "refuse-before", "reset-before", "reset-after", "reset-mid-body", "status", "html-502",
        "maintenance-503",
        "truncated-json", "invalid-json", "missing-token", "short-token", "other-scopes", "other-label",
        "other-expiry", "duplicate", "stale-list", "slow-drip", "no-answer", "delete-lies", "extra-fields",
        "huge",
        "redirect",
    ]

    init?(_ json: JSON) {
        guard let kind = json["fault"]?.asText, Fault.kinds.contains(kind) else { return nil }
        self.kind = kind
        method = json["method"]?.asText
        path = json["path"]?.asText
        times = json["times"]?.asNumber
        skip = json["skip"]?.asNumber ?? 0
        status = json["status"]?.asNumber ?? 500
        after = json["after"]?.asBool ?? false
        value = json["value"]
    }

    var json: JSON {
        .object([
            ("fault", .text(kind)), ("method", method.map { .text($0) } ?? .null),
            ("path", path.map { .text($0) } ?? .null), ("times", times.map { .number($0) } ?? .null),
            ("skip", .number(skip)),
        ])
    }

    /// Whether it strikes this request; counts it when it fits.
    mutating func strikes(_ request: Request) -> Bool {
        guard method == nil || method == request.method, path == nil || request.path.hasPrefix(path ?? ""),
            times != 0
        else { return false }
        guard skip == 0 else {
            skip -= 1
            return false
        }
        times = times.map { $0 - 1 }
        return true
    }

    /// Whether the request is left undone.
    var comesBefore: Bool {
        switch kind {
        case "refuse-before", "reset-before", "redirect", "delete-lies": true
        case "status", "html-502", "maintenance-503", "no-answer": !after
        default: false
        }
    }
}
