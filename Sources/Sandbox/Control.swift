/// What tests do to the sandbox, under `/_sandbox/`.
enum Control {
    /// Answers a request of a test; `nil` when it is one for the API.
    static func answer(_ request: Request, _ tokenTable: inout TokenTable) -> Answer? {
        guard request.path.hasPrefix("/_sandbox/") else { return nil }
        let json = JSONReader.read(request.body)
        switch (request.method, request.path.dropFirst(10)) {
        case ("GET", "faults"): return Answer(.array(tokenTable.faults.map(\.json)))
        case ("POST", "faults"):
            guard let json, let fault = Fault(json) else { return .error(400, "No such fault") }
            tokenTable.faults.append(fault)
        case ("DELETE", "faults"): tokenTable.faults = []
        case ("GET", "tokens"):
            let now = tokenTable.now
            let rows = tokenTable.tokens.map { token -> JSON in
                guard case .object(let members) = token.record else { return .null }
                return .object(members + [JSON.Member(name: "alive", value: .bool(token.isAlive(at: now)))])
            }
            return Answer(.array(rows))
        case ("POST", "tokens"): return make(json, &tokenTable)
        case ("GET", "log"): return Answer(.array(tokenTable.log))
        case ("DELETE", "log"): tokenTable.log = []
        case ("POST", "advance"):
            guard let seconds = json?["seconds"]?.asNumber, (-(1 << 40)...(1 << 40)).contains(seconds) else {
                return .error(400, "Say how many seconds")
            }
            tokenTable.ahead += seconds
        default: return .error(404, "Not found")
        }
        return .empty
    }

    /// A token that was made elsewhere.
    private static func make(_ json: JSON?, _ tokenTable: inout TokenTable) -> Answer {
        guard let json, case .object = json else { return .error(400, "Invalid JSON") }
        let expiry = json["expiry"]?.asText.flatMap(Timestamp.seconds) ?? Timestamp.never
        let token = tokenTable.add(
            json["label"]?.asText ?? "elsewhere", Scopes(json["scopes"]?.asText ?? "*"), expiry: expiry)
        return Answer(token.json(whole: true))
    }
}
