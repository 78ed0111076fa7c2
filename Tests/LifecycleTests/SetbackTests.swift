import Lifecycle
import Secrets
import TestSupport
import Testing

@Suite("What holds an operation up")
struct SetbackTests {
    static let now = Instant(seconds: 1_800_000_000)

    @Test("is tried again by a timer after a minute, then twice as long each time, up to an hour")
    func growing() {
        var setback: Setback?
        var waits: [Int64] = []
        for _ in 1...9 {
            let next = Setback(.stillAlive, after: setback, at: SetbackTests.now)
            waits.append(next.due.seconds - SetbackTests.now.seconds)
            setback = next
        }
        #expect(waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600])
        #expect(setback?.times == 9)
    }

    @Test("is not tried before the provider wants it")
    func asked() {
        let failure = ProviderFailure(.throttled, retryAfter: 7200)
        let setback = Setback(.provider(failure), after: nil, at: SetbackTests.now)
        #expect(!setback.isDue(at: SetbackTests.now.advanced(by: 7199)))
        #expect(setback.isDue(at: SetbackTests.now.advanced(by: 7200)))
        #expect(
            setback.isDue(at: SetbackTests.now.advanced(by: -10)),
            "a clock put back must not hold it for ever")
    }

    @Test(
        "is tried again within a day, whatever the provider asks for", arguments: [.max, .min, -1, 0, 86_401])
    func bounded(_ wait: Int64) throws {
        let world = try World()
        world.provider.fault = { _, request in
            request.isRepeatable ? .before(ProviderFailure(.throttled, retryAfter: wait)) : nil
        }
        try world.run(try world.creation("ci"))
        let setback = try #require(try world.open().operations().first?.operation.subject.setback)
        #expect((60...86_400).contains(setback.due.seconds - setback.time.seconds))
    }

    static let reasons: [Reason] =
        ProviderFailure.Code.allCases.map {
            .provider(
                ProviderFailure($0, status: 503, reason: "because", retryAfter: 9, wantedScope: "linodes"))
        } + LedgerError.Code.allCases.map { .ledger(LedgerError($0, .head)) } + [
            .unknownOutcome, .grantedOtherwise, .unusableString, .stillAlive, .vanished, .mismatch, .stopped,
            .superseded, .notScrubbed, .strayDeleted, .unreadableListing,
        ]

    @Test("is read from the journal as it was written", arguments: reasons)
    func encoding(_ reason: Reason) throws {
        let setback = Setback(reason, after: nil, at: SetbackTests.now)
        var writer = Writer()
        setback.encode(journal: &writer)
        var reader = Reader(writer.bytes)
        #expect(try Setback(journal: &reader) == setback)
        try reader.end()
    }

    @Test("an operation held up again counts on, and is done once nothing holds it up")
    func counted() throws {
        let world = try World()
        try world.run(try world.creation("ci"))
        world.provider.fault = { _, _ in .before(ProviderFailure(.forbidden)) }
        try world.run(try world.revocation(of: "ci"))
        try world.sync()
        let found = try #require(try world.open().operations().first).operation.subject.setback
        #expect(found?.times == 2)
        #expect(found?.reason == .provider(ProviderFailure(.forbidden)))
        world.provider.fault = { _, _ in nil }
        try world.sync()
        try world.expectLockstep("after two setbacks")
    }
}
