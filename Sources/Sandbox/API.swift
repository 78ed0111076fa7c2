/// The API itself: a request and the tokenTable in, an answer out.
struct API: Sendable {
    let settings: Settings

    static let customer = "8D4B3A1C-0000-4E2A-9F11-5A17B0C5BEEF"

    /// Answers a request, with the headers that every answer has.
    func answer(_ request: Request, _ tokenTable: inout TokenTable) -> Answer {
        var scopes = "unknown"
        var accepted = "*"
        var left: Int64 = 0
        var limit: Int64 = 1600
        var answer: Answer
        do throws(Refusal) {
            let route = try Route.find(request.method, request.path)
            accepted = route.accepted
            limit = settings.rate ?? (route.isListing ? 200 : 1600)
            let acting = try authenticate(request, tokenTable)
            scopes = acting.scopes.text
            left = tokenTable.count(acting.string, isListing: route.isListing, limit: limit)
            guard left >= 0 else { throw Refusal(429, "Too many requests") }
            try authorize(route, acting)
            try checkForm(request)
            answer = try perform(route.action, request, acting, &tokenTable)
        } catch { answer = error.answer }
        dress(&answer, scopes, accepted, limit, left, tokenTable.now)
        return answer
    }

    private func authenticate(_ request: Request, _ tokenTable: TokenTable) throws(Refusal) -> Token {
        let words = (request.header("authorization") ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer",
            let token = tokenTable.token(of: String(words[1]))
        else {
            throw Refusal(401, "Invalid Token")
        }
        return token
    }

    private func authorize(_ route: Route, _ acting: Token) throws(Refusal) {
        guard let scope = route.scope else { return }
        guard acting.scopes.allows(scope.name, writing: scope.writes) else {
            throw Refusal(401, "Your OAuth token is not authorized to use this endpoint.")
        }
        if settings.isRestricted, case .account = route.action { throw Refusal(403, "Unauthorized") }
    }

    private func checkForm(_ request: Request) throws(Refusal) {
        if let accept = request.header("accept"), !accept.contains("json"), !accept.contains("*/*") {
            throw Refusal(406, "Not Acceptable")
        }
        guard !request.body.isEmpty else { return }
        guard request.header("content-type")?.lowercased().hasPrefix("application/json") ?? false else {
            throw Refusal(415, "Unsupported Media Type")
        }
    }

    private func perform(
        _ action: Route.Action, _ request: Request, _ acting: Token, _ tokenTable: inout TokenTable
    ) throws(Refusal) -> Answer {
        switch action {
        case .profile: return Answer(profile)
        case .grants:
            return settings.isRestricted
                ? Answer(grants) : Answer(status: 204, contentType: "application/json", body: "")
        case .account: return Answer(.object([("euuid", .text(API.customer)), ("company", "Sandbox")]))
        case .nothing: return try Paging.page([], for: request)
        case .listTokens:
            var rows = tokenTable.listed(lag: settings.listLag).map { $0.json() }
            if let header = request.header("x-filter") {
                rows = try Filter(header, filterable: ["label", "created"]).apply(rows)
            }
            return try Paging.page(rows, for: request)
        case .createToken: return try create(request, acting, &tokenTable)
        case .viewToken(let id): return Answer(tokenTable.tokens[try place(id, tokenTable)].json())
        case .updateToken(let id): return try update(id, request, &tokenTable)
        case .deleteToken(let id):
            tokenTable.tokens[try place(id, tokenTable)].deleted = tokenTable.now
            return .empty
        }
    }

    private func place(_ id: Int64, _ tokenTable: TokenTable) throws(Refusal) -> Int {
        guard let place = tokenTable.place(of: id) else { throw Refusal(404, "Not found") }
        return place
    }

    /// Headers that come with every answer, also with 200 (linode-facts, 1.5).
    private func dress(
        _ answer: inout Answer, _ scopes: String, _ accepted: String, _ limit: Int64, _ left: Int64,
        _ now: Int64
    ) {
        let reset = (now / 60 + 1) * 60
        let headers = [
            ("X-OAuth-Scopes", scopes), ("X-Accepted-OAuth-Scopes", accepted),
            ("X-Customer-UUID", API.customer),
            ("X-Spec-Version", "4.229.1"), ("X-RateLimit-Limit", String(limit)),
            ("X-RateLimit-Remaining", String(max(0, left))), ("X-RateLimit-Reset", String(reset)),
            ("Retry-After", String(reset - now)), ("Cache-Control", "max-age=0, no-cache, no-store"),
            ("Vary", "Authorization, X-Filter"), ("Date", Timestamp.date(now)),
            ("Access-Control-Expose-Headers", "X-OAuth-Scopes, X-Accepted-OAuth-Scopes, X-Status"),
        ]
        for (name, value) in headers { answer.set(name, value) }
    }
}
