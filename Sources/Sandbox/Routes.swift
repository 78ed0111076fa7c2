/// One endpoint: what it needs, and whether it lists.
struct Route: Sendable {
    enum Action: Sendable {
        case profile
        case grants
        case listTokens
        case createToken
        case viewToken(Int64)
        case updateToken(Int64)
        case deleteToken(Int64)
        /// A listing with nothing in it.
        case nothing
        case account
    }

    let action: Action
    /// The scope it needs; `nil` for none.
    let scope: (name: String, writes: Bool)?
    var isListing = false

    /// The scope in the provider's words, for `X-Accepted-OAuth-Scopes`.
    var accepted: String { scope.map { "\($0.name):\($0.writes ? "read_write" : "read_only")" } ?? "*" }

    /// Listings that are there so that real clients find something, by path, with their scopes.
    private static let empty: [String: String?] = [
        "linode/instances": "linodes", "domains": "domains", "volumes": "volumes", "images": "images",
        "nodebalancers": "nodebalancers", "networking/firewalls": "firewall", "lke/clusters": "lke",
        "account/events": "events", "account/users": "account", "profile/apps": "account",
        "profile/logins": "account", "profile/sshkeys": "account", "regions": nil, "linode/types": nil,
    ]

    /// Finds the endpoint; throws 404 for a path that is none, 405 for a method that it has not.
    static func find(_ method: String, _ path: String) throws(Refusal) -> Route {
        var parts = path.split(separator: "/").map(String.init)
        guard let version = parts.first, ["v4", "v4beta"].contains(version) else {
            throw Refusal(404, "Not found")
        }
        parts.removeFirst()
        let choices = try routes(parts)
        guard let route = choices[method] else { throw Refusal(405, "Method Not Allowed") }
        return route
    }

    private static func routes(_ parts: [String]) throws(Refusal) -> [String: Route] {
        let (reads, writes) = (("account", false), ("account", true))
        switch parts.joined(separator: "/") {
        case "profile": return ["GET": Route(action: .profile, scope: nil)]
        case "profile/grants": return ["GET": Route(action: .grants, scope: nil)]
        case "account": return ["GET": Route(action: .account, scope: reads)]
        case "profile/tokens":
            return [
                "GET": Route(action: .listTokens, scope: reads, isListing: true),
                "POST": Route(action: .createToken, scope: writes),
            ]
        case let path where empty.keys.contains(path):
            let scope = (empty[path] ?? nil).map { ($0, false) }
            return ["GET": Route(action: .nothing, scope: scope, isListing: true)]
        default: break
        }
        guard parts.count == 3, parts[0] == "profile", parts[1] == "tokens", let id = Int64(parts[2]) else {
            throw Refusal(404, "Not found")
        }
        return [
            "GET": Route(action: .viewToken(id), scope: reads),
            "PUT": Route(action: .updateToken(id), scope: writes),
            "DELETE": Route(action: .deleteToken(id), scope: writes),
        ]
    }
}
