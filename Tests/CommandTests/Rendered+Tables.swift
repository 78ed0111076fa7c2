import Requests
import TestSupport

@testable import Command
@testable import Lifecycle

// Tables, as a terminal of 80 columns shows them, and lists of what is known.

extension Rendered {
    static let all = tables + lists + sentences

    private static let tables = [
        Rendered.table("tokens") {
            var table = Table.tokens
            for view in Value.views { table.add(view, now: Value.now) }
            return table
        },
        Rendered.table("remote") {
            let standings: [RemoteTokenView.Standing] = [
                .managed, .unmanaged, .renamed, .leftBehind, .underWay, .revoked, .gone, .provisioning,
            ]
            let views = standings.map { RemoteTokenView(Value.token(), account: Value.label("work"), $0) }
            let long = Value.token(10, Value.long.text, scopes: "*", expiry: .never)
            return Table(views + [RemoteTokenView(long, account: Value.wide, .unmanaged)], now: Value.now)
        },
        Rendered.table("scopes") {
            Table([
                ScopeChoice(
                    "events", title: "Events that happened to what the account has, read in order",
                    levels: ["read_write"]),
                ScopeChoice("linodes", title: "Linodes", levels: ["read_only", "read_write"]),
            ])
        },
        Rendered.table("audit") {
            Table([
                AuditEntry(
                    .handedOut, time: Value.now, label: Value.long.text, token: 1234, generation: 2,
                    detail: "run",
                    caller: Value.caller, interface: .agent),
                AuditEntry(.renamed, time: Value.now, label: "a\nb", token: 7, detail: Value.wide.text),
                AuditEntry(.vaultMade, time: Value.days(-1), label: ""),
            ])
        },
        Rendered.table("readers") { Table(Value.readings) },
    ]

    private static let lists = [
        Rendered("show") {
            let grants = [Grant(executable: "/usr/bin/env"), Grant(unit: "web.service")]
            let views = [
                Value.view(Value.record(grants: grants), Value.pending(isHeld: true)), Value.views[2],
                Value.views[5],
            ]
            return views.map { view in
                TokenRow(view, now: Value.now, vault: "/v").lines(
                    now: Value.now, read: view.pending == nil ? LabelReadings() : Value.readings)
            }.joined(separator: "\n")
        },
        Rendered("receipt") {
            let place = ReceiptStatement.Place(
                provider: "linode", address: ProviderAddress("https://api.example/v4"), account: "work",
                prefix: "0123456789abcdef", key: Array(0..<32))
            var stated = ReceiptStatement(
                Value.record(Value.wide), Proof(deletion: .deleted, refused: Value.now), vault: Array(0..<16),
                at: place)
            let whole = ReceiptRow.lines(stated, key: Array(0..<32))
            stated.place = nil
            stated.proof.deletion = .unasked
            return whole + "\n" + ReceiptRow.lines(stated, key: Array(0..<32))
        },
        Rendered("status") {
            let standing = VaultStanding(
                .unlocked, path: "/data/me/vault.db", isAgentThere: true, agentPid: 42,
                agentCode: "other-agent",
                idle: 28_800, max: 0, comesAgain: false)
            let counts = VaultCounts(
                tokens: 3, expiring: 1, watching: 0, pending: [Value.pending(isHeld: true)],
                accounts: [
                    Value.account(), Value.account("usual", address: "https://api.linode.com"),
                    Value.account("old", address: nil),
                ])
            let missing = VaultStanding(
                .missing, path: "/v", isAgentThere: false, agentPid: nil, agentCode: nil, idle: nil, max: nil,
                comesAgain: nil)
            return StatusLines.text(standing, counts) + "\n" + StatusLines.text(missing, nil)
        },
    ]
}
