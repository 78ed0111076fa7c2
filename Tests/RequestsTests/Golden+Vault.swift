import Lifecycle
import Requests
import Secrets
import TestSupport

// The vault, its accounts and its logs.

extension Golden {
    static let vault = [
        Golden("status") {
            let missing = VaultStanding(
                .missing, path: "/日本/vault.db", isAgentThere: false, agentPid: nil, agentCode: nil, idle: nil,
                max: nil, comesAgain: nil)
            let unlocked = VaultStanding(
                .unlocked, path: "/v", isAgentThere: true, agentPid: 42, agentCode: "other-agent", idle: 0,
                max: 60, comesAgain: true)
            let locked = VaultStanding(
                .locked, path: "/v", isAgentThere: false, agentPid: nil, agentCode: nil, idle: nil,
                max: nil, comesAgain: nil)
            let counts = VaultCounts(
                tokens: 3, expiring: 1, watching: 2, pending: [Form.pending(isHeld: true)],
                accounts: [Form.account(isWhole: true), Form.account(isWhole: false)])
            var recent = RecentChanges(ChangePlace(vault: [1], counter: 9), isKnown: true)
            for interface in [Origin.Interface.agent, .commandLine] {
                recent.add(AuditEntry(.tokenActive, time: Form.now, label: "ci", interface: interface))
            }
            var since = VaultCounts(
                tokens: 0, expiring: 0, watching: 0, pending: [], accounts: [], recent: recent)
            since.deposits = 2
            let agent = LockedAgent(.lockedBefore, pid: 7, socket: "/日本.sock", vault: "/v", comesAgain: true)
            let empty = VaultCounts(tokens: 0, expiring: 0, watching: 0, pending: [], accounts: [])
            return [
                ("missing", missing.json(nil, Form.wording)), ("unlocked", unlocked.json(nil, Form.wording)),
                ("counted", unlocked.json(counts, Form.wording)), ("empty", locked.json(empty, Form.wording)),
                ("changed", locked.json(since, Form.wording, since: Form.now)),
                (
                    "locked",
                    locked.json(after: [agent, LockedAgent(.ended, pid: nil, socket: "/s", vault: nil)])
                ),
            ]
        },
        Golden("account") {
            [
                ("sealed", Form.account(isWhole: true).answer),
                ("without token and address", Form.account(isWhole: false).answer),
                ("among others", Form.account(isWhole: true).json), ("wiped", .wiped(account: "日本")),
            ]
        },
        Golden("settings") {
            let (asked, unset) = (
                VaultSettings(
                    auditKeep: 86_400, askpass: "/usr/bin/ssh-askpass", hook: "/usr/bin/told",
                    changes: Samples.changes),
                VaultSettings(auditKeep: 34_560_000, askpass: nil, changes: ChangeSettings())
            )
            return [
                ("all", asked.json), ("unset", unset.json), ("askpass", asked.askpassJSON),
                ("no askpass", unset.askpassJSON), ("made", .made(vault: "/日本/vault.db")),
                ("written", .written(file: "/日本")),
            ]
        },
        Golden("audit") {
            let entries = [
                AuditEntry(
                    .handedOut, time: Form.now, label: Form.unicode.text, token: 1234, generation: 2,
                    detail: "run", caller: Form.caller, interface: .agent),
                AuditEntry(
                    .granted, time: Form.now, label: "ci", token: Form.named, caller: Form.caller,
                    interface: .commandLine),
                AuditEntry(.vaultMade, time: Form.now, label: ""),
            ]
            var report = AuditReport()
            (report.changes, report.readings, report.files) = (3, .max, 1)
            report.warnings = [.elsewhere(logs: 1), .torn(times: 2)]
            return [
                ("none", AuditPage([], isCut: false).json(Form.wording)),
                ("cut", AuditPage(entries, isCut: true).json(Form.wording)),
                ("verified", AuditPage([], isCut: false, verified: report).json(Form.wording)),
                ("followed", entries[0].json),
                ("archived", ArchiveReport(files: 2, entries: 10, passedOver: 1).json(file: "日本")),
                ("nothing to archive", ArchiveReport().json(file: "a")),
            ]
        },
        Golden("readers") {
            [
                ("nobody", Form.readings(isWhole: false).answer(of: Form.unicode)),
                ("three", Form.readings(isWhole: true).answer(of: Form.label("ci"))),
            ]
        },
        Golden("receipt") {
            let record = Form.record(state: .gone)
            func stated(_ deletion: Proof.Deletion, isPlaced: Bool) -> ReceiptStatement {
                let place = ReceiptStatement.Place(
                    provider: "linode", address: ProviderAddress("https://api.example/v4"), account: "work",
                    prefix: "0123456789abcdef", key: Form.key)
                var stated = ReceiptStatement(
                    record, Proof(deletion: deletion, refused: Form.now), vault: Array(0..<16), at: place)
                if !isPlaced { stated.place = nil }
                return stated
            }
            let whole = ReceiptView(record, Form.receipt, key: Form.key, stated(.deleted, isPlaced: true))
            return [
                ("kept", whole.json), ("of version 1", stated(.absent, isPlaced: false).proven(by: Form.key)),
                ("found dead", stated(.unasked, isPlaced: true).proven(by: Form.key)),
                ("key", .key(Form.key)),
            ]
        },
        Golden("doctor") {
            var altered = Examination()
            altered.note(LedgerError(.altered, .account))
            altered.note(LedgerError(.older, .head))
            (altered.whole, altered.damaged) = ([Form.record()], [Form.record(Form.unicode)])
            altered.damagedAccounts = [Form.account(isWhole: true)]
            (altered.lost, altered.settings, altered.counter, altered.newest) = (1, 2, .max, 4)
            var found = DoctorResult(altered, isOpen: true)
            found.readings.damages = [LedgerError(.logCut, .reading).at("日本")]
            found.readings.readings = 7
            found.findings = [.unwritable("/日本"), .account(Form.unicode, .expired)]
            let unopened = DoctorResult(altered, isOpen: false)
            return [
                ("whole", DoctorResult(Examination(), isOpen: true).json(Form.doctorWording)),
                ("damaged", found.json(Form.doctorWording)),
                ("not opened", unopened.json(Form.doctorWording)),
                ("accepted", .accepted(true)), ("nothing to accept", .accepted(false)),
                ("repaired", .repaired(true)), ("nothing to repair", .repaired(false)),
            ]
        },
        Golden("leaks") {
            func finding(_ mark: LeakMark, _ spelling: [String] = [], behind: Int? = nil) -> LeakFinding {
                LeakFinding(
                    file: "日本/app.log", line: 7, offset: 123, length: 66, mark: mark, spelling: spelling,
                    behind: behind)
            }
            let revoked = LeakMark(
                .revoked, label: "old", account: "work", id: Form.named, generation: 1, state: .gone,
                prefix: "0123456789abcdef")
            let remote = LeakMark(
                .remote, label: "by \"hand\"", account: "work", id: 7, prefix: "0123456789abcdef")
            let account = LeakMark(.provisioning, label: "work", account: "work", id: nil, prefix: "")
            let findings = [
                finding(Samples.mark, ["cut", "base64"]), finding(remote, behind: 48),
                finding(Samples.mark, behind: 24), finding(revoked, behind: 48),
            ]
            let gaps = [LeakGap(file: "/日本.gz", reason: "compressed", message: "It is compressed.")]
            let none = LeakCounts(files: 0, bytes: 0, strings: 0, more: 0)
            let some = LeakCounts(files: 1, bytes: 200, strings: 3, more: 4)
            return [
                ("nothing", .leaks([], [], unmarked: [], none)),
                ("found", .leaks(findings, gaps, unmarked: [account], some)),
            ]
        },
        Golden("imported") {
            let rows = ImportedString.Fate.allCases.map { fate -> ImportedString in
                var row = ImportedString(source: "/日本/.env", name: "LINODE_TOKEN", line: 7, fate)
                if fate == .sealed { (row.token, row.label, row.account) = (Samples.token, "ci", "work") }
                (row.isTaken, row.user) = (fate == .sealed, fate == .foreign ? "eve" : nil)
                row.reason = fate == .failed ? "label-in-use" : nil
                return row
            }
            return [
                ("nothing", .imported([], isRehearsal: true)),
                ("every result", .imported(rows, isRehearsal: false)),
            ]
        },
        Golden("message") {
            [
                ("note", Message.note("A \"note\"\n日本\u{202E}").json),
                ("warning", Message.warning(code: "expired", message: "It has expired.").json),
                ("error", Message.error(code: "busy", message: "It is busy.", hint: "Wait.").json),
                ("error without a hint", Message.error(code: "failed", message: "No.", hint: "").json),
            ]
        },
        Golden("listing") {
            func text(_ json: JSON, _ middle: String) -> JSON {
                let (before, after) = json.around
                return .text(
                    String(decoding: before, as: UTF8.self) + middle + String(decoding: after, as: UTF8.self))
            }
            return [
                (
                    "around",
                    .object([
                        ("tokens", text(.tokens(expiring: [Form.account(isWhole: true)]), "…"))
                    ])
                )
            ]
        },
    ]

    static let all = (tokens + operations + vault + monitoring).sorted { $0.name < $1.name }
}
