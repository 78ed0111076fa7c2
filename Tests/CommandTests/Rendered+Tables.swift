import Requests
import TestSupport

@testable import Command
@testable import Lifecycle

// Tables, as a terminal of 80 columns shows them, and lists of what is known.

extension Rendered {
    static let all = tables + lists + sentences + messages + monitoring + looks + help

    static func tokens() -> Table {
        var table = Table.tokens
        for view in Value.views { table.add(view, now: Value.now) }
        table.dropEmpty("RENEWS")
        return table
    }

    /// Those of labels for which something is decided: one is late.
    static func decided() -> Table {
        var (table, late) = (Table.tokens, Value.policy)
        (late.lifetime, late.renewal) = (CalendarDuration(seconds: 3600), .twoThirds)
        for view in [
            Value.decided("ci/deploy-production"), Value.decided("ci/deploy-preview", late), Value.view(),
        ] { table.add(view, now: Value.now) }
        return table
    }

    static func usual() -> Table {
        var table = Table.tokens
        for (label, days, scopes) in [
            ("ci/deploy-production", 29, "account:read_only linodes:read_write"),
            (
                "ci/deploy-preview", 180,
                "linodes:read_write domains:read_only volumes:read_write images:read_only"
            ),
            ("terraform", 90, "linodes:read_write"),
        ] as [(String, Int64, String)] {
            let token = Value.token(1234, scopes: scopes, expiry: .at(Value.days(days)))
            table.add(Value.view(Value.record(Value.label(label), token)), now: Value.now)
        }
        table.dropEmpty("RENEWS")
        return table
    }

    static func imported() -> [ImportedString] {
        ImportedString.Fate.allCases.map { fate in
            var row = ImportedString(
                source: "/srv/ada/.config/linode-cli", name: "ada", line: 12, fate)
            if fate == .sealed { (row.label, row.account) = ("linode-cli/ada", "work") }
            (row.isTaken, row.user) = (fate == .sealed, fate == .foreign ? "eve" : nil)
            return row
        }
    }

    static func leaks() -> [LeakFinding] {
        let marks = [
            LeakMark.Holder.token, .provisioning, .remote, .token, .revoked,
        ].map { holder in
            LeakMark(
                holder, label: holder == .token ? "ci/deploy-production" : "work", account: "work", id: 4711,
                generation: 1, state: .active, prefix: "0123456789abcdef",
                whole: LeakMark.Whole(length: 64, mark: []))
        }
        return zip(marks, [nil, nil, 48, 24, 48] as [Int?]).map { mark, behind in
            LeakFinding(
                file: "logs/2026/a b\n.log", line: 1042, offset: 88_412, length: 64, mark: mark,
                spelling: mark.holder == .token ? ["cut", "percent-encoded"] : [], behind: behind)
        }
    }

    static let help =
        [
            Rendered("help", widths) { Help.overview(helped($0)) },
            Rendered("short", widths) { Help.short(helped($0)) },
        ]
        + Verbs.all.map { verb in Rendered("help \(verb.name)", widths) { Help.text(of: verb, helped($0)) } }

    /// As wide as `Console` makes help.
    private static func helped(_ columns: Int) -> Int { columns == 0 ? Help.usual : min(columns, Help.most) }

    private static let tables = [
        Rendered.table("tokens") { tokens() }, Rendered.table("usual tokens") { usual() },
        Rendered.table("tokens with policies") { decided() },
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
                AuditEntry(.vaultMade, time: Value.days(-200), label: ""),
                AuditEntry(
                    .revokedAndPurged, time: Value.now, label: "ci/deploy", token: 12,
                    detail: "asked for by a person, and refused by the provider afterwards"),
            ])
        },
        Rendered.table("slots") { SlotRow.table(Value.slots) },
        Rendered.table("readers") { Table(Value.readings) },
        Rendered.table("leaks") { Table(leaks()) },
        Rendered.table("imported") { Table(imported: imported()) },
    ]

    private static let lists = [
        Rendered.facts("show") {
            let grants = [Grant(executable: "/usr/bin/env"), Grant(unit: "web.service")]
            let views = [
                Value.view(Value.record(grants: grants), Value.pending(isHeld: true)), Value.views[2],
                Value.views[7], Value.decided("ci"),
            ]
            return views.map { view in
                TokenRow(view, now: Value.now, vault: "/v").facts(
                    now: Value.now, read: view.pending == nil ? LabelReadings() : Value.readings)
            }
        },
        Rendered.facts("receipt") {
            let place = ReceiptStatement.Place(
                provider: "linode", address: ProviderAddress("https://api.example/v4"), account: "work",
                prefix: "0123456789abcdef", key: Array(0..<32))
            var stated = ReceiptStatement(
                Value.record(Value.wide), Proof(deletion: .deleted, refused: Value.now), vault: Array(0..<16),
                at: place)
            let whole = ReceiptRow.facts(stated, key: Array(0..<32))
            stated.place = nil
            stated.proof.deletion = .unasked
            return [whole, ReceiptRow.facts(stated, key: Array(0..<32))]
        },
        Rendered.facts("status") {
            let standing = VaultStanding(
                .unlocked, path: "/data/me/vault.db", isAgentThere: true, agentPid: 42,
                agentCode: nil, idle: 28_800, max: 0, comesAgain: false)
            var counts = VaultCounts(
                tokens: 3, expiring: 1, watching: 0, pending: [Value.pending(isHeld: true)],
                accounts: [
                    Value.account(expiry: .at(Value.days(3))),
                    Value.account("usual", address: "https://api.linode.com"),
                    Value.account("old", address: nil),
                ])
            counts.deposits = 1
            let missing = VaultStanding(
                .missing, path: "/v", isAgentThere: false, agentPid: nil, agentCode: nil, idle: nil, max: nil,
                comesAgain: nil)
            let broken = VaultStanding(
                .unlocked, path: "/v", isAgentThere: true, agentPid: 42, agentCode: "other-agent", idle: nil,
                max: nil, comesAgain: nil)
            let locked = VaultStanding(
                .locked, path: "/v", isAgentThere: true, agentPid: 42, agentCode: nil, idle: 0, max: 0,
                comesAgain: nil)
            func recent(_ events: (AuditEvent, Origin.Interface)..., isCut: Bool = false) -> Facts {
                var recent = RecentChanges(
                    ChangePlace(vault: [], counter: 9), isKnown: true, isCut: isCut)
                for (event, interface) in events {
                    recent.add(AuditEntry(event, time: Value.now, label: "ci", interface: interface))
                }
                let counts = VaultCounts(
                    tokens: 3, expiring: 0, watching: 0, pending: [], accounts: [], recent: recent)
                return StatusLines.facts(standing, counts, since: Value.days(-3), now: Value.now)
            }
            let changed = [
                recent(), recent((.createBegun, .agent), (.tokenActive, .agent), (.granted, .commandLine)),
                recent(
                    (.tokenActive, .commandLine), (.tokenActive, .agent), (.revokedAndPurged, .commandLine),
                    (.granted, .commandLine), (.ungranted, .commandLine), isCut: true),
            ]
            let restored = VaultCounts(
                tokens: 1, expiring: 0, watching: 0, pending: [], accounts: [], restored: Value.days(-7))
            return [counts, restored].map { StatusLines.facts(standing, $0, now: Value.now) } + changed
                + [missing, broken, locked].map { StatusLines.facts($0, nil, now: Value.now) }
        },
        Rendered.facts("settings") {
            let changes = ChangeSettings()
            let settings = VaultSettings(auditKeep: 400 * 86_400, askpass: nil, changes: changes)
            return [Facts(settings.lines.map { Fact($0, $1) })]
        },
        Rendered.facts("doctor") {
            let words = DoctorWording(
                damage: {
                    DoctorWords(
                        $0.error.part.rawValue, "Something in the file was changed, put back or removed.",
                        "")
                },
                finding: { _ in
                    DoctorWords(
                        "account", "The provisioning token of 'work' never expires.", "lockstep login work")
                }, salvage: { _ in "What is listed as intact is handed out as before." })
            var examination = Examination()
            examination.counter = 7
            let result = DoctorResult(examination, isOpen: true)
            return [DoctorReport(result: result, wording: words, vault: "/v").facts]
        },
    ]
}
