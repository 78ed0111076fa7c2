import Requests
import TestSupport

@testable import Lifecycle

/// The values that the answers are made of: fixed ones, so that golden files stay as they are.
enum Form {
    /// 2027-01-15T08:00:00Z.
    static let now = Instant(seconds: 1_800_000_000)
    static func days(_ days: Int64) -> Instant { now.advanced(by: days * 86_400) }

    static func label(_ text: String) -> Label {
        guard let label = try? Label(text) else { preconditionFailure("\(text) is no label") }
        return label
    }

    /// What people write in labels, and what would steer a terminal.
    static let unicode = label("ünï \"日本\" \\ 👍")
    static let record = id(1)
    static let accountID = id(2)
    static let key = [UInt8](repeating: 0xA5, count: 32)

    private static func id(_ byte: UInt8) -> RecordID {
        RecordID([UInt8](repeating: byte, count: 16)) ?? .zero
    }

    static var wording: Wording {
        Wording(
            failure: { failure in
                if case .unfinished(.stillAlive, _, _) = failure {
                    return FailureWords(code: "still-alive", message: "It lives.")
                }
                return FailureWords(code: "failed", message: "It \"failed\".")
            },
            pending: { view in
                FailureWords(
                    code: view.setback == nil ? "stopped" : "unreachable", message: "Why it is held up.")
            }, log: { _ in "A warning." })
    }

    static var doctorWording: DoctorWording {
        DoctorWording(
            damage: { DoctorWords($0.error.part.rawValue, "What is wrong.", "\($0.remedy)") },
            finding: { _ in DoctorWords("check", "What deserves a look.", "") }, salvage: { "\($0)" })
    }

    /// An id that is no number.
    static let named = TokenID("a-1") ?? 1

    static func token(
        _ id: TokenID = 1234, label: String = "ci", scopes: String = "linodes:read_only domains:read_write",
        isDated: Bool = true, expiry: Expiry = .at(days(90))
    ) -> Token {
        Token(
            id: id, label: label, scopes: Scopes(provider: scopes), created: isDated ? days(-1) : nil,
            expiry: expiry, prefix: "0123456789abcdef")
    }

    static func record(
        _ label: Label = label("ci"), _ token: Token = token(), _ state: Record.State = .active,
        grants: [Grant] = []
    ) -> Record {
        var record = Record(
            id: record, account: accountID, label: label, generation: 2, state: state, token: token,
            sealed: days(-1))
        record.grants = grants
        if state == .gone { (record.purged, record.receipt) = (now, receipt) }
        return record
    }

    static let policy: Policy = {
        var policy = Policy()
        (policy.lifetime, policy.overlap) = (CalendarDuration(seconds: 91 * 86_400), 0)
        (policy.owner, policy.purpose) = ("日本", "deploys the \"site\"")
        policy.setTags(["prod", "eu-1"])
        return policy
    }()

    static var decided: Record {
        var decided = record()
        decided.policy = policy
        return decided
    }

    static let receipt = Receipt(statement: Array("statement".utf8), signature: Array("signature".utf8))

    static func account(isWhole: Bool) -> Account {
        Account(
            id: accountID, name: isWhole ? label("work") : unicode,
            identity: Identity(
                user: isWhole ? "me" : "日本", customer: "c", scopes: isWhole ? .all : .only([:]),
                isRestricted: !isWhole),
            token: isWhole ? token(7, scopes: "*", expiry: .at(days(1))) : nil, sealed: days(-1),
            address: isWhole ? ProviderAddress("https://api.example/v4") : nil)
    }

    static func pending(isHeld: Bool, isManaged: Bool = true) -> PendingView {
        var subject = Subject(
            record: record, account: accountID, label: isManaged ? label("ci") : unicode, began: days(-1),
            settle: 5)
        if isHeld { subject.setback = Setback(.stillAlive, times: 3, time: now, due: days(1)) }
        return isManaged
            ? PendingView(Revocation(subject, token: 1234, cause: .asked))
            : PendingView(UnmanagedRevocation(subject, token: 99))
    }

    static let caller = Caller(pid: 42, user: 1000, executable: "/usr/bin/日本", unit: "web.service")

    static func readings(isWhole: Bool) -> LabelReadings {
        var readings = LabelReadings()
        guard isWhole else { return readings }
        (readings.count, readings.first, readings.last, readings.isComplete) = (3, days(-2), now, false)
        readings.readers = [
            .init(
                executable: "", unit: "", user: 0, generation: 2, first: days(-1), last: days(-1), count: 1),
            .init(
                executable: "/usr/bin/curl", unit: "web.service", user: 1000, generation: 2, first: days(-2),
                last: now, count: 1),
            .init(
                executable: "/usr/bin/old", unit: "", user: 0, generation: 1, first: days(-2), last: days(-2),
                count: 1),
        ]
        return readings
    }
}
