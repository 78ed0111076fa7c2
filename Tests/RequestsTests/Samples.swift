import Lifecycle
import Requests
import Secrets
import TestSupport

/// One value of each type, with everything in it that may be there.
enum Samples {
    static let now = Instant(seconds: 1_800_000_000)
    static let id = RecordID(known(0x11))
    static let accountID = RecordID(known(0x22))
    static let label = written("ci/deploy")
    static let address = ProviderAddress("https://api.example:8443/v4") ?? .ofFormat1

    static func written(_ text: String) -> Label { (try? Label(text)) ?? .vault }
    private static func known(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 16) }

    static var others: NumberedFields {
        var fields = NumberedFields()
        fields[0x70] = [1, 2, 3]
        return fields
    }

    static var token: Token {
        Token(
            id: 4711, label: "ci/deploy", scopes: .only(["linodes": .readWrite, "images": .readOnly]),
            created: now, expiry: .at(now.advanced(by: 86_400)), prefix: "0123456789abcdef")
    }

    static var grant: Grant {
        var grant = Grant(
            executable: "/usr/bin/terraform", unit: "web.service", cgroup: "/docker/*",
            confirmation: .askpass, into: "/usr/bin/curl")
        grant.others = others
        return grant
    }

    static var changes: ChangeSettings {
        var changes = ChangeSettings()
        (changes.isHandsOutOnly, changes.changesAnHour) = (true, 7)
        changes.ceiling = Ceiling(
            scopes: .only(["linodes": .readWrite]), lifetime: CalendarDuration(seconds: 86_400))
        changes.managers = [Grant(executable: "/usr/bin/deployer", manages: true)]
        return changes
    }

    static let mark = LeakMark(
        .token, label: "ci/deploy", account: "work", id: 4711, generation: 2, state: .active,
        prefix: "0123456789abcdef",
        whole: LeakMark.Whole(length: 64, mark: [UInt8](repeating: 7, count: 16)))
    static let receipt = Receipt(
        statement: [1, 2, 3], signature: [UInt8](repeating: 7, count: 64))

    static var record: Record {
        var record = Record(
            id: id ?? .zero, account: accountID ?? .zero, label: label, generation: 3, state: .revoking,
            token: token, nonce: Nonce(known(0x33)), sealed: now, purged: now.advanced(by: 5),
            receipt: receipt)
        record.grants = [grant, Grant(confirmation: .askpass)]
        record.policy = policy
        record.isLeased = true
        record.token.others = others
        record.others = others
        return record
    }

    static var policy: Policy {
        var policy = Policy()
        (policy.lifetime, policy.overlap) = (CalendarDuration(seconds: 60, months: 3), 600)
        (policy.owner, policy.purpose, policy.isKept) = ("ada", "deploys", true)
        (policy.renewal, policy.others) = (.percent(66), others)
        policy.setTags(["prod", "eu"])
        return policy
    }

    static var spec: TokenSpec {
        var spec = TokenSpec(label)
        (spec.account, spec.scopes, spec.isFullAccess, spec.expiry) = ("work", ["a:ro"], true, "never")
        spec.policy = words
        return spec
    }

    static var step: ApplyStep {
        ApplyStep(
            .rotate, label, before: view, spec: spec, causes: ApplyStep.Cause.allCases, policy: policy)
    }

    static var words: PolicyWords {
        var words = PolicyWords()
        (words.lifetime, words.renewal, words.overlap) = ("90d", "66%", "1h")
        (words.owner, words.purpose, words.tags, words.lost) = ("ada", "x", ["a"], ["b"])
        words.isCleared = true
        return words
    }

    static var account: Account {
        var account = Account(
            id: accountID ?? .zero, name: written("work"),
            identity: Identity(user: "ada", customer: "A-1", scopes: .all, isRestricted: true),
            token: record.token, sealed: now, address: address, provider: "linode")
        account.others = others
        return account
    }

    static let provider = ProviderFailure(
        .throttled, status: 429, reason: "slow down", retryAfter: 9, wantedScope: "linodes")

    static var ledger: LedgerError {
        var error = LedgerError(.expired, .label).at("/data/ada/vault.db")
        error.moment = now
        return error
    }

    static var pending: PendingView {
        PendingView(
            operation: "create", label: label, record: id ?? .zero, token: 4711, began: now,
            setback: Setback(.ledger(ledger), after: nil, at: now))
    }

    static var view: TokenView { TokenView(record, account: "work", pending: pending, until: now) }

    static let entry = AuditEntry(
        .handedOut, time: now, label: "ci/deploy", token: 4711, generation: 3, detail: "get",
        caller: Caller(pid: 42, user: 1000, executable: "/usr/bin/lockstep", unit: "web.service"),
        interface: .agent)

    static var statement: ReceiptStatement {
        ReceiptStatement(
            record, Proof(deletion: .deleted, refused: now), vault: known(0x44),
            at: ReceiptStatement.Place(
                provider: "linode", address: address, account: "work", prefix: "0123",
                key: known(0x55) + known(0x66)))
    }

    static var report: AuditReport {
        var report = AuditReport()
        (report.changes, report.readings, report.writers, report.files) = (1, 2, 3, 4)
        report.damages = [ledger]
        report.warnings = [
            .accepted(file: "w-1"), .torn(times: 2), .elsewhere(logs: 3), .removed(entries: 4),
        ]
        return report
    }

    static var readings: LabelReadings {
        var readings = LabelReadings()
        (readings.count, readings.first, readings.last) = (7, now, now.advanced(by: 9))
        readings.readers = [
            LabelReadings.Reader(
                executable: "/usr/bin/terraform", unit: "web.service", user: 1000, generation: 3, first: now,
                last: now, count: 7)
        ]
        readings.isComplete = false
        return readings
    }

    /// Of a listing with a token of each kind.
    static var reconciliation: Reconciliation {
        var renamed = record
        renamed.state = .active
        var (elsewhere, unmanaged) = (token, token)
        elsewhere.label = "else"
        unmanaged.id = 4712
        return Reconciliation(
            listing: TokenListing(
                [elsewhere, unmanaged], unreadable: [UnreadableToken(id: 4713, .echo)]), of: account,
            accounts: [account], records: [renamed], operations: [])
    }
}

// What the doctor found.

extension Samples {
    static var examination: Examination {
        var found = Examination()
        found.note(ledger)
        found.note(LedgerError(.altered, .first))
        (found.whole, found.damaged, found.damagedAccounts) = ([record], [record], [account])
        (found.lost, found.slots, found.entries, found.settings) = (1, 2, 3, 4)
        (found.counter, found.newest) = (5, 6)
        return found
    }

    static var doctor: DoctorResult {
        var result = DoctorResult(examination, isOpen: true)
        result.readings = report
        result.findings =
            [.unwritable("/state"), .log(.torn(times: 2)), .pending(pending)]
            + TokenFlag.allCases.map { .account(label, $0) }
        return result
    }
}
