/// All that the sandbox knows. A value: the server holds it behind a lock.
struct TokenTable: Sendable {
    var tokens: [Token] = []
    var nextID: Int64 = 1
    /// How far its clock was moved ahead.
    var ahead: Int64 = 0
    var faults: [Fault] = []
    var log: [JSON] = []
    /// Requests in the present minute, by credential and kind.
    var counted: [String: Int64] = [:]
    var minute: Int64 = 0

    /// The sandbox's time.
    var now: Int64 { Timestamp.now + ahead }

    /// Adds a token.
    mutating func add(_ label: String, _ scopes: Scopes, expiry: Int64) -> Token {
        let token = Token(id: nextID, label: label, scopes: scopes, created: now, expiry: expiry)
        nextID += 1
        tokens.append(token)
        return token
    }

    /// The token that a credential is; `nil` when it is dead or unknown.
    func token(of credential: String) -> Token? {
        tokens.first { $0.string == credential && $0.isAlive(at: now) }
    }

    /// The place of a living token.
    func place(of id: Int64) -> Int? {
        tokens.firstIndex { $0.id == id && $0.isAlive(at: now) }
    }

    /// What a listing shows that lags behind: tokens as they stood then. Expired ones are never listed.
    func listed(lag: Int64) -> [Token] {
        let then = now - lag
        return tokens.filter { token in
            token.created <= then && token.expiry > now && (token.deleted.map { $0 > then } ?? true)
        }
    }

    /// Counts a request; returns how many are left in this minute, less than 0 when it is one too many.
    mutating func count(_ credential: String, isListing: Bool, limit: Int64) -> Int64 {
        if minute != now / 60 { (minute, counted) = (now / 60, [:]) }
        let key = (isListing ? "list " : "other ") + credential
        counted[key, default: 0] += 1
        return limit - (counted[key] ?? 0)
    }

    /// Everything that outlives a restart.
    var record: JSON {
        .object([
            ("nextID", .number(nextID)), ("ahead", .number(ahead)), ("tokens", .array(tokens.map(\.record))),
        ])
    }

    init() {}

    /// Reads what `record` wrote.
    init?(record: JSON) {
        guard let nextID = record["nextID"]?.asNumber, case .array(let rows)? = record["tokens"] else {
            return nil
        }
        self.nextID = nextID
        ahead = record["ahead"]?.asNumber ?? 0
        tokens = rows.compactMap(Token.init(record:))
        guard tokens.count == rows.count else { return nil }
    }
}
