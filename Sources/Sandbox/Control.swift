/// What tests do to the sandbox, under `/_sandbox/`.
enum Control {
    /// Answers a request of a test; `nil` when it is one for the API.
    static func answer(_ request: Request, _ books: inout Books) -> Answer? {
        guard request.path.hasPrefix("/_sandbox/") else { return nil }
        let json = JSONReader.read(request.body)
        switch (request.method, request.path.dropFirst(10)) {
        case ("GET", "faults"): return Answer(.array(books.faults.map(\.json)))
        case ("POST", "faults"):
            guard let json, let fault = Fault(json) else { return .error(400, "No such fault") }
            books.faults.append(fault)
        case ("DELETE", "faults"): books.faults = []
        case ("GET", "tokens"):
            let now = books.now
            let rows = books.tokens.map { token -> JSON in
                guard case .object(let members) = token.record else { return .null }
                return .object(members + [JSON.Member(name: "alive", value: .bool(token.isAlive(at: now)))])
            }
            return Answer(.array(rows))
        case ("POST", "tokens"): return make(json, &books)
        case ("GET", "log"): return Answer(.array(books.log))
        case ("DELETE", "log"): books.log = []
        case ("POST", "advance"):
            guard let seconds = json?["seconds"]?.asNumber, abs(seconds) < 1 << 40 else {
                return .error(400, "Say how many seconds")
            }
            books.ahead += seconds
        default: return .error(404, "Not found")
        }
        return .empty
    }

    /// A token that was made elsewhere.
    private static func make(_ json: JSON?, _ books: inout Books) -> Answer {
        guard let json, case .object = json else { return .error(400, "Invalid JSON") }
        let expiry = json["expiry"]?.asText.flatMap(Moment.seconds) ?? Moment.never
        let token = books.add(
            json["label"]?.asText ?? "elsewhere", Scopes(json["scopes"]?.asText ?? "*"), expiry: expiry)
        return Answer(token.json(whole: true))
    }
}
