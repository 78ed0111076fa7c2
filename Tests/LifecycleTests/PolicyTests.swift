import Secrets
import TestSupport
import Testing

@testable import Lifecycle

@Suite("A policy")
struct PolicyTests {
    static let full: Policy = {
        var policy = Policy()
        policy.lifetime = CalendarDuration(seconds: 60, months: 3)
        (policy.renewal, policy.overlap, policy.isKept) = (.percent(66), 0, true)
        (policy.owner, policy.purpose) = ("Zoë", "deploys the site")
        policy.setTags(["prod/eu-1", "ci", "prod/eu-1"])
        return policy
    }()

    static let bytes: [UInt8] =
        Bytes.field(0x01, Bytes.number(60) + [0, 0, 0, 3]) + Bytes.field(0x02, [66])
        + Bytes.field(0x03, [0, 0, 0, 0]) + Bytes.field(0x04, Bytes.utf8("Zoë"))
        + Bytes.field(0x05, Bytes.utf8("deploys the site"))
        + Bytes.field(0x06, Bytes.text("ci") + Bytes.text("prod/eu-1")) + Bytes.field(0x07, [1])

    private static func read(_ bytes: [UInt8]) throws -> Policy {
        var reader = Reader(bytes)
        return try Policy(fieldsFrom: &reader)
    }

    @Test("is that of the page, writes nothing for what is usual, and keeps what a later version adds")
    func bytes() throws {
        #expect(Self.full.fields.bytes == Self.bytes)
        #expect(try Self.read(Self.bytes) == Self.full)
        #expect(Policy().fields.bytes == [])
        #expect(Policy().isEmpty && !Self.full.isEmpty)
        let later = Self.bytes + Bytes.field(0x30, [1])
        var policy = try Self.read(later)
        #expect(policy.fields.bytes == later)
        policy.owner = ""
        #expect(policy.fields[0x30] == [1])
        #expect(throws: SecretsError.later) { try Self.read(Bytes.field(0x88, [])) }
    }

    @Test(
        "is refused where it could not have been set",
        arguments: [
            Bytes.field(0x01, Bytes.number(0) + [0, 0, 0, 0]), Bytes.field(0x02, [100]),
            Bytes.field(0x02, []),
            Bytes.field(0x03, [2, 0, 0, 0]), Bytes.field(0x04, []), Bytes.field(0x04, Bytes.utf8("a\nb")),
            Bytes.field(0x05, [0xFF]), Bytes.field(0x06, []),
            Bytes.field(0x06, Bytes.text("b") + Bytes.text("a")),
            Bytes.field(0x06, Bytes.text("a b")), Bytes.field(0x06, Bytes.text("-a")),
            Bytes.field(0x06, Bytes.text("a") + Bytes.text("a")), Bytes.field(0x07, [2]),
        ])
    func malformed(_ bytes: [UInt8]) {
        #expect(throws: SecretsError.malformed) { try Self.read(bytes) }
    }

    private static let made = Instant(year: 2027, month: 1, day: 1) ?? Instant(seconds: 0)

    private func record(
        made: Instant?, lives seconds: Int64?, sealed: Instant = PolicyTests.made,
        state: Record.State = .active
    ) -> Record {
        var token = Machines.token(4711, "ci")
        token.created = made
        token.expiry = seconds.map { .at((made ?? sealed).advanced(by: $0)) } ?? .never
        return Record(
            id: Machines.record, account: Machines.account, label: Machines.label("ci"), state: state,
            token: token, sealed: sealed)
    }

    private func policy(_ lifetime: CalendarDuration?, _ renewal: Policy.Renewal = .twoThirds) -> Policy {
        var policy = Policy()
        (policy.lifetime, policy.renewal) = (lifetime, renewal)
        return policy
    }

    @Test("renews at its part of the lifetime, of the shorter one, counted from when the token was made")
    func due() throws {
        let day: Int64 = 86_400
        let (ninety, made) = (CalendarDuration(seconds: 90 * day), Self.made)
        let usual = record(made: made, lives: 90 * day)
        #expect(policy(ninety).due(usual) == made.advanced(by: 60 * day))
        #expect(policy(ninety, .percent(50)).due(usual) == made.advanced(by: 45 * day))
        #expect(policy(ninety).due(record(made: made, lives: 30 * day)) == made.advanced(by: 20 * day))
        #expect(policy(ninety).due(record(made: made, lives: 400 * day)) == made.advanced(by: 60 * day))
        #expect(policy(ninety).due(record(made: made, lives: nil)) == made.advanced(by: 60 * day))
        // January to March have 90 days.
        let months = policy(CalendarDuration(months: 3))
        #expect(months.due(record(made: made, lives: nil)) == made.advanced(by: 60 * day))
        #expect(months.due(madeAt: made) == made.advanced(by: 60 * day))
        // Adopted: made long before, or the provider does not say when.
        let adopted = record(made: made, lives: nil, sealed: made.advanced(by: 500 * day))
        #expect(policy(ninety).due(adopted) == made.advanced(by: 60 * day))
        #expect(policy(ninety).due(record(made: nil, lives: 30 * day)) == made.advanced(by: 20 * day))
        // By another clock, its expiry is before its making.
        #expect(policy(ninety).due(record(made: made, lives: -5)) == made)
    }

    @Test("renews nothing without a lifetime, where it never does, and nothing that is on its way out")
    func never() {
        let ninety = CalendarDuration(seconds: 90 * 86_400)
        let usual = record(made: Self.made, lives: 90 * 86_400)
        #expect(policy(nil).due(usual) == nil)
        #expect(policy(ninety, .never).due(usual) == nil)
        for state in [Record.State.retiring, .revoking, .gone] {
            #expect(policy(ninety).due(record(made: Self.made, lives: 5, state: state)) == nil)
        }
        let long = CalendarDuration(seconds: 31_536_000_000, months: 12_000)
        #expect(
            policy(long, .percent(99)).due(usual).map { $0 < Self.made.advanced(by: 90 * 86_400) } ?? false)
    }
}
