extension Fault {
    /// What comes instead of carrying out a request.
    func answerInstead() -> Answer {
        switch kind {
        case "delete-lies": return .empty
        case "redirect":
            var answer = Answer(status: 302, contentType: "text/html", body: "<html>Found</html>")
            answer.set("Location", value?.asText ?? "http://127.0.0.1:1/v4/profile")
            return answer
        case "status", "html-502", "maintenance-503", "no-answer": return spoiled(.empty)
        default: return .dropped
        }
    }

    /// What becomes of the answer to a request that was carried out.
    func spoiled(_ answer: Answer) -> Answer {
        var answer = answer
        switch kind {
        case "refuse-before", "reset-before", "reset-after": answer = .dropped
        case "reset-mid-body": answer.delivery = .half
        case "slow-drip": answer.delivery = .dripping
        case "no-answer": answer.delivery = .silence
        case "status":
            answer = .error(Int(status), status == 429 ? "Too many requests" : "The sandbox was told to fail")
            answer.set("Retry-After", String(value?.asNumber ?? 1))
        case "html-502":
            answer = Answer(
                status: 502, contentType: "text/html", body: "<html><h1>502 Bad Gateway</h1>nginx</html>")
        case "maintenance-503":
            answer = .error(503, "Under maintenance")
            answer.set("X-Maintenance-Mode", "all,this API is currently under maintenance")
            answer.set("Retry-After", String(value?.asNumber ?? 1))
        case "truncated-json": answer.body = Array(answer.body.prefix(answer.body.count / 2))
        case "invalid-json": answer.body = Array("{\"id\": nonsense}".utf8)
        case "huge":
            answer.body =
                Array("{\"x\": \"".utf8) + Array(repeating: UInt8(ascii: "x"), count: 32 << 20)
                + Array("\"}".utf8)
        case "missing-token": answer.change { $0.filter { $0.name != "token" } }
        case "short-token": answer.replace("token", .text("0123"))
        case "other-scopes": answer.replace("scopes", value ?? "*")
        case "other-label": answer.replace("label", value ?? "another label")
        case "other-expiry": answer.replace("expiry", value ?? "2999-12-12T05:00:00")
        case "extra-fields":
            let strange = JSON.object([("deep", .array([.object([("er", .null)]), .number(-7)]))])
            answer.change { $0 + [JSON.Member(name: "strange", value: strange)] }
        default: break
        }
        return answer
    }

    /// Changes the tokenTable themselves, where a fault is one of fact.
    func disturb(_ request: Request, _ tokenTable: inout TokenTable) {
        guard let last = tokenTable.tokens.last, request.method == "POST" else { return }
        switch kind {
        case "duplicate": _ = tokenTable.add(last.label, last.scopes, expiry: last.expiry)
        case "other-scopes":
            tokenTable.tokens[tokenTable.tokens.count - 1].scopes = Scopes(value?.asText ?? "*")
        case "other-label":
            tokenTable.tokens[tokenTable.tokens.count - 1].label = value?.asText ?? "another label"
        case "other-expiry":
            let moment = value?.asText.flatMap(Timestamp.seconds) ?? Timestamp.never
            tokenTable.tokens[tokenTable.tokens.count - 1].expiry = moment
        default: break
        }
    }
}

extension Answer {
    /// Changes the members of the object that the body is.
    mutating func change(_ body: ([JSON.Member]) -> [JSON.Member]) {
        guard status == 200, case .object(let members)? = JSONReader.read(self.body) else { return }
        self.body = Array(JSON.object(body(members)).line.utf8)
    }

    mutating func replace(_ name: String, _ value: JSON) {
        change { members in members.map { $0.name == name ? JSON.Member(name: name, value: value) : $0 } }
    }
}
