/// A token of the sandbox. Its string opens nothing but this sandbox, so it is kept as plain text.
struct Token: Sendable, Equatable {
    var id: Int64
    var label: String
    var scopes: Scopes
    var created: Int64
    var expiry: Int64
    var string: String
    /// When it was deleted; it stays on the tokenTable so that listings can lag.
    var deleted: Int64?

    func isAlive(at now: Int64) -> Bool { deleted == nil && expiry > now }

    /// The token as the API shows it: whole only in the answer to its creation.
    func json(whole: Bool = false) -> JSON {
        .object([
            ("id", .number(id)), ("label", .text(label)), ("scopes", .text(scopes.text)),
            ("created", .text(Timestamp.text(created))), ("expiry", .text(Timestamp.text(expiry))),
            ("token", .text(whole ? string : String(string.prefix(16)))),
        ])
    }

    /// Everything, for the tests.
    var record: JSON {
        .object([
            ("id", .number(id)), ("label", .text(label)), ("scopes", .text(scopes.text)),
            ("created", .number(created)), ("expiry", .number(expiry)), ("token", .text(string)),
            ("deleted", deleted.map { .number($0) } ?? .null),
        ])
    }

    /// Reads what `record` wrote.
    init?(record: JSON) {
        guard let id = record["id"]?.asNumber, let label = record["label"]?.asText,
            let scopes = record["scopes"]?.asText, let created = record["created"]?.asNumber,
            let expiry = record["expiry"]?.asNumber, let string = record["token"]?.asText
        else { return nil }
        self.init(
            id: id, label: label, scopes: Scopes(scopes), created: created, expiry: expiry, string: string,
            deleted: record["deleted"]?.asNumber)
    }

    init(
        id: Int64, label: String, scopes: Scopes, created: Int64, expiry: Int64,
        string: String = Token.fresh(),
        deleted: Int64? = nil
    ) {
        (self.id, self.label, self.scopes, self.created) = (id, label, scopes, created)
        (self.expiry, self.string, self.deleted) = (expiry, string, deleted)
    }

    /// 64 lower-case hexadecimal digits.
    static func fresh() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<64).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }.joined()
    }
}

/// What a token may do.
enum Scopes: Sendable, Equatable {
    case all
    /// Names, and whether each may write.
    case only([String: Bool])

    /// All that the API knows (linode-facts, 2.1).
    static let names: Set<String> = [
        "account", "child_account", "databases", "domains", "events", "firewall", "images", "ips", "linodes",
        "lke",
        "longview", "monitor", "nodebalancers", "object_storage", "stackscripts", "volumes", "vpc",
    ]

    /// Reads scopes separated by spaces or commas. Names that the API does not know are dropped without a word, as a
    /// community guide saw it do (linode-facts, 5: low trust).
    init(_ text: String) {
        var named: [String: Bool] = [:]
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            if word == "*" {
                self = .all
                return
            }
            let parts = word.split(separator: ":").map(String.init)
            guard parts.count == 2, Scopes.names.contains(parts[0]) else { continue }
            let writes = parts[1] != "read_only" && parts[1] != "view"
            named[parts[0]] = writes || named[parts[0]] ?? false
        }
        self = .only(named)
    }

    /// In alphabetical order, as in `X-OAuth-Scopes`.
    var text: String {
        switch self {
        case .all: "*"
        case .only(let named):
            named.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value ? "read_write" : "read_only")" }
                .joined(separator: " ")
        }
    }

    func allows(_ name: String, writing: Bool) -> Bool {
        switch self {
        case .all: true
        case .only(let named): named[name].map { $0 || !writing } ?? false
        }
    }

    func covers(_ other: Scopes) -> Bool {
        switch (self, other) {
        case (.all, _): true
        case (.only, .all): false
        case (.only, .only(let theirs)): theirs.allSatisfy { allows($0.key, writing: $0.value) }
        }
    }
}
