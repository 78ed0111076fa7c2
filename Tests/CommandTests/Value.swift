import Requests
import TestSupport

@testable import Lifecycle

/// Fixed values, of which the tests of what is shown are made.
enum Value {
    static let now = Instant(seconds: 1_800_000_000)
    static func days(_ days: Int64) -> Instant { now.advanced(by: days * 86_400) }

    static func label(_ text: String) -> Label {
        guard let label = try? Label(text) else { preconditionFailure("\(text) is no label") }
        return label
    }

    static let long = label("a/label/that/is/longer/than/a/column/of/a/terminal/has/room/for")
    static let wide = label("日本語のラベル 👍")
    private static let id = RecordID([UInt8](repeating: 1, count: 16)) ?? .zero

    static func token(
        _ id: TokenID = 1234, _ label: String = "ci", scopes: String = "linodes:read_only domains:read_write",
        expiry: Expiry = .at(days(90))
    ) -> Token {
        Token(
            id: id, label: label, scopes: Scopes(provider: scopes), created: days(-1), expiry: expiry,
            prefix: "0123456789abcdef")
    }

    static let eternal = token(7, "all", scopes: "*", expiry: .never)

    static func record(
        _ label: Label = label("ci"), _ token: Token = token(), _ state: Record.State = .active,
        grants: [Grant] = []
    ) -> Record {
        var record = Record(
            id: id, account: id, label: label, generation: 2, state: state, token: token, sealed: days(-1))
        record.grants = grants
        return record
    }

    static func view(_ record: Record = record(), _ pending: PendingView? = nil) -> TokenView {
        TokenView(record, account: "work", pending: pending)
    }

    static let policy: Policy = {
        var policy = Policy()
        (policy.lifetime, policy.renewal) = (CalendarDuration(seconds: 90 * 86_400), .percent(50))
        (policy.owner, policy.purpose) = ("ada@example.org", "deploys the site")
        policy.setTags(["prod", "eu-1"])
        return policy
    }()

    static func decided(_ label: String, _ policy: Policy = policy) -> TokenView {
        var record = record(self.label(label))
        record.policy = policy
        return view(record)
    }

    static let views = [
        view(),
        view(record(long, token(99, scopes: "linodes:read_write domains:read_only volumes:read_write"))),
        view(record(wide, eternal)), view(record(label("old"), token(5, expiry: .at(days(-3))))),
        view(record(label("soon"), token(6, expiry: .at(days(2))), .revoking)),
        view(record(label("today"), token(12, expiry: .at(now.advanced(by: 10_800))))),
        view(record(label("été/à-Noël"), token(13, expiry: .at(now.advanced(by: 90_000))))),
        view(gone),
    ]

    static let gone: Record = {
        var record = Value.record(label("gone"), token(8), .gone)
        record.purged = days(-1)
        return record
    }()

    static func pending(isHeld: Bool, isManaged: Bool = true) -> PendingView {
        var subject = Subject(
            record: id, account: id, label: isManaged ? label("ci") : wide, began: days(-1), settle: 5)
        if isHeld { subject.setback = Setback(.stillAlive, times: 3, time: now, due: days(1)) }
        return isManaged
            ? PendingView(Revocation(subject, token: 1234, cause: .asked))
            : PendingView(UnmanagedRevocation(subject, token: 99))
    }

    static func account(
        _ name: String = "work", address: String? = "https://api.example/v4", expiry: Expiry = .never
    )
        -> Account
    {
        Account(
            id: id, name: label(name),
            identity: Identity(
                user: "me", customer: "c", scopes: .only(["account": .readOnly]), isRestricted: true),
            token: token(3, expiry: expiry), sealed: now, address: address.flatMap { ProviderAddress($0) })
    }

    static let caller = Caller(pid: 42, user: 1000, executable: "/usr/bin/terraform", unit: "web.service")

    static var readings: LabelReadings {
        var readings = LabelReadings()
        (readings.count, readings.first, readings.last) = (4, days(-2), now)
        readings.readers = [
            .init(
                executable: "", unit: "", user: 0, generation: 2, first: days(-1), last: days(-1), count: 1),
            .init(
                executable: "/usr/local/lib/a/program/whose/path/is/long", unit: "web.service", user: 1000,
                generation: 2, first: days(-2), last: now, count: 3),
        ]
        return readings
    }
}
