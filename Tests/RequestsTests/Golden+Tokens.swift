import Lifecycle
import Requests

// Tokens of the vault and at the provider.

extension Golden {
    static let tokens = [
        Golden("token") {
            let states = Record.State.allCases.map { state in
                (state.name, Form.view(Form.record(state: state)).json(Form.wording, now: Form.now))
            }
            return states + [
                ("unicode", Form.view(Form.record(Form.unicode)).json(Form.wording, now: Form.now)),
                (
                    "pending",
                    Form.view(Form.record(), Form.pending(isHeld: true)).json(Form.wording, now: Form.now)
                ),
                (
                    "undated, for ever, everything",
                    Form.view(Form.record(token: Form.eternal)).json(Form.wording, now: Form.now)
                ),
                (
                    "expired",
                    Form.view(Form.record(token: Form.token(expiry: .at(Form.days(-1))))).json(
                        Form.wording, now: Form.now)
                ),
                (
                    "expiring",
                    Form.view(Form.record(token: Form.token(expiry: .at(Form.days(2))))).json(
                        Form.wording, now: Form.now)
                ),
                (
                    "with a policy",
                    Form.view(Form.decided).json(Form.wording, now: Form.now)
                ),
                ("granted", Form.view(Form.record(grants: Form.grants)).json(Form.wording, now: Form.now)),
                (
                    "without an account",
                    TokenView(Form.record(), account: "").json(Form.wording, now: Form.now)
                ),
            ]
        },
        Golden("show") {
            let view = Form.view(Form.record())
            return [
                ("made", view.json(Form.wording, now: Form.now, isAlone: true)),
                (
                    "never read",
                    view.json(Form.wording, now: Form.now, isAlone: true, read: Form.readings(isWhole: false))
                ),
                (
                    "read",
                    view.json(Form.wording, now: Form.now, isAlone: true, read: Form.readings(isWhole: true))
                ),
            ]
        },
        Golden("remote") {
            let standings: [RemoteTokenView.Standing] = [
                .managed, .unmanaged, .renamed, .leftBehind, .underWay, .revoked, .gone, .provisioning,
            ]
            let account = Form.label("work")
            return [
                ("none", .remote([], now: Form.now)),
                (
                    "standings",
                    .remote(
                        standings.map { RemoteTokenView(Form.token(), account: account, $0) }, now: Form.now)
                ),
                (
                    "undated",
                    .remote([RemoteTokenView(Form.eternal, account: Form.unicode, .managed)], now: Form.now)
                ),
            ]
        },
        Golden("scopes") {
            [
                (
                    "two",
                    .scopes([
                        ScopeChoice("events", title: "Events", levels: ["read_write"]),
                        ScopeChoice("linodes", title: "Linodes", levels: ["read_only", "read_write"]),
                    ])
                )
            ]
        },
        Golden("grants") {
            [("none", .grants([], of: Form.unicode)), ("rules", .grants(Form.grants, of: Form.label("ci")))]
        },
        Golden("hosts") {
            let hosts = ["https://git.example/team", "http://localhost:1"].compactMap { Destination($0) }
            return [("none", .hosts([], of: Form.unicode)), ("two", .hosts(hosts, of: Form.label("ci")))]
        },
    ]
}

extension Form {
    static func view(_ record: Record, _ pending: PendingView? = nil) -> TokenView {
        TokenView(record, account: "work", pending: pending)
    }

    static func record(state: Record.State) -> Record { record(label("ci"), token(), state) }
    static func record(token: Token) -> Record { record(label("ci"), token) }

    /// Not a number, made at no known time, for ever, and able to do everything.
    static let eternal = token(named, scopes: "*", isDated: false, expiry: .never)

    static let grants = [
        Grant(executable: "/usr/bin/日本"), Grant(unit: "web.service", confirmation: .askpass),
        Grant(cgroup: "/ci/*"), Grant(unit: "web.service", manages: true),
        Grant(confirmation: .terminal, into: "/usr/bin/日本"),
    ]
}
