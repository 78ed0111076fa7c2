// Making and renaming tokens, with the API's own checks.

extension API {
    func create(_ request: Request, _ acting: Token, _ tokenTable: inout TokenTable) throws(Refusal) -> Answer
    {
        let fields = try fields(request)
        let label = try label(fields) ?? "Personal Access Token"  // what the API calls it then is not known
        let scopes = try scopes(fields, acting)
        let expiry = try expiry(fields, tokenTable.now)
        return Answer(tokenTable.add(label, scopes, expiry: expiry).json(whole: true))
    }

    func update(_ id: Int64, _ request: Request, _ tokenTable: inout TokenTable) throws(Refusal) -> Answer {
        guard let place = tokenTable.place(of: id) else { throw Refusal(404, "Not found") }
        // All other fields are read-only and are passed over.
        if let label = try label(try fields(request)) { tokenTable.tokens[place].label = label }
        return Answer(tokenTable.tokens[place].json())
    }

    private func fields(_ request: Request) throws(Refusal) -> JSON {
        guard !request.body.isEmpty else { return .object([JSON.Member]()) }
        guard let fields = JSONReader.read(request.body), case .object = fields else {
            throw Refusal(400, "Invalid JSON")
        }
        return fields
    }

    private func label(_ fields: JSON) throws(Refusal) -> String? {
        guard let value = fields["label"] else { return nil }
        guard let label = value.asText, (1...100).contains(label.unicodeScalars.count) else {
            throw Refusal(400, "Label must be between 1 and 100 characters.", field: "label")
        }
        return label
    }

    /// Omitted or `*` means the scopes of the acting token; an empty text means none.
    private func scopes(_ fields: JSON, _ acting: Token) throws(Refusal) -> Scopes {
        guard let value = fields["scopes"], value != .text("*") else { return acting.scopes }
        guard let text = value.asText else { throw Refusal(400, "Must be a string", field: "scopes") }
        let scopes = Scopes(text)
        guard acting.scopes.covers(scopes) else {
            throw Refusal(400, "The scopes may not exceed those of the acting token", field: "scopes")
        }
        return scopes
    }

    private func expiry(_ fields: JSON, _ now: Int64) throws(Refusal) -> Int64 {
        guard let value = fields["expiry"], value != .null else { return Timestamp.never }
        guard let text = value.asText, let moment = Timestamp.seconds(text) else {
            throw Refusal(400, "Invalid date format", field: "expiry")
        }
        guard moment > now else { throw Refusal(400, "Must be in the future", field: "expiry") }
        return moment
    }

    var profile: JSON {
        .object([
            ("username", "sandbox"), ("email", "sandbox@example.com"), ("timezone", "GMT"),
            ("email_notifications", .bool(false)), ("ip_whitelist_enabled", .bool(false)),
            ("two_factor_auth", .bool(false)), ("restricted", .bool(settings.isRestricted)),
            ("lish_auth_method", "password_keys"), ("authorized_keys", .null),
            ("authentication_type", "password"), ("verified_phone_number", .null), ("user_type", "default"),
            (
                "referrals",
                .object([
                    ("code", "871be32f49c1411b14f29f618aaf0c14637fb8d3"),
                    ("url", "https://www.linode.com/?r=871be32f49c1411b14f29f618aaf0c14637fb8d3"),
                    ("total", .number(0)), ("completed", .number(0)), ("pending", .number(0)),
                    ("credit", .number(0)),
                ])
            ),
        ])
    }

    var grants: JSON {
        let kinds = [
            "linode", "domain", "nodebalancer", "image", "longview", "stackscript", "volume", "database",
            "firewall",
            "vpc",
        ]
        let switches = [
            "add_linodes", "add_longview", "longview_subscription", "add_images", "add_nodebalancers",
            "add_volumes",
            "add_domains", "add_stackscripts", "add_firewalls", "add_databases", "add_vpcs", "cancel_account",
            "child_account_access",
        ]
        let global: [(String, JSON)] = [("account_access", .null)] + switches.map { ($0, .bool(false)) }
        return .object([("global", .object(global))] + kinds.map { ($0, .array([])) })
    }
}

extension JSON: ExpressibleByStringLiteral {
    /// A text.
    package init(stringLiteral value: String) { self = .text(value) }
}
