import Lifecycle
import Secrets
import TestSupport
import Testing

@Suite("Many operations at once")
struct CrowdTests {
    private static let count = 200

    @Test(
        "of 200 revocations 32 are in flight at most, all are done, and the log is cleaned once or a few times",
        arguments: [false, true])
    func revocations(_ isThrottled: Bool) throws {
        let world = try World()
        for number in 0..<CrowdTests.count { try world.run(world.creation("t\(number)")) }
        let alone = try world.creation("alone")
        try world.run(alone)
        let single = try run([world.revocation(of: "alone")], in: world)
        #expect(single.outcomes == [.done])

        if isThrottled {
            // Every second token is refused once, for now.
            var refused: Set<ProviderRequest> = []
            world.provider.fault = { _, request in
                guard case .delete(let id) = request, (id.number ?? 0).isMultiple(of: 2),
                    refused.insert(request).inserted
                else { return nil }
                return .before(ProviderFailure(.throttled, status: 429))
            }
        }
        let crowd = try run(
            (0..<CrowdTests.count).map { try world.revocation(of: "t\($0)") }, in: world)
        #expect(crowd.outcomes == Array(repeating: .done, count: CrowdTests.count))
        #expect(crowd.mostInFlight == 32)
        #expect(world.provider.others.isEmpty)
        // Every commit and every cleaning passes two points; one revocation alone is its commits and one cleaning.
        let cleanings = (crowd.points - CrowdTests.count * (single.points - 2)) / 2
        // Where all that are under way wait for the provider, the time is used to clean.
        #expect(isThrottled ? (1...6).contains(cleanings) : cleanings == 1)
        try world.expectLockstep("throttled: \(isThrottled)")
    }

    private func run(_ operations: [any StateMachine], in world: World) throws -> (
        outcomes: [Outcome], mostInFlight: Int, points: Int
    ) {
        let (provider, wire) = (CountingRouter(world.provider), Tripwire(at: .max))
        let driver = Driver(
            ledger: Failpointed.ledger(try world.open(), wire), provider: provider, clock: world.clock)
        var outcomes: [Outcome] = []
        driver.run(operations) { outcomes.append($1) }
        return (outcomes, provider.most, wire.points)
    }
}

/// Counts the requests that were submitted and whose replies nobody has fetched.
private final class CountingRouter: ProviderRouter {
    private let inner: FakeProvider
    private var inFlight = 0
    private(set) var most = 0

    init(_ inner: FakeProvider) { self.inner = inner }

    func submit(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes, tag: UInt64
    ) throws(ProviderFailure) {
        try inner.submit(request, to: address, as: string, tag: tag)
        inFlight += 1
        most = max(most, inFlight)
    }

    func rules(at address: ProviderAddress) -> ProviderRules { inner.rules(at: address) }

    func next() throws(ProviderFailure) -> ProviderReply {
        let reply = try inner.next()
        inFlight -= 1
        return reply
    }
}
