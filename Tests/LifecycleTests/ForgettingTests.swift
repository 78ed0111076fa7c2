import Lifecycle
import TestSupport
import Testing

@Suite("Forgetting, and what others make of it")
struct ForgettingTests {
    /// A world with a revocation of `ci` that waits for the provider.
    private func pendingRevocation() throws -> World {
        let world = try World()
        try world.run(try world.creation("ci"))
        world.provider.fault = { _, request in
            if case .delete = request { .before(ProviderFailure(.unreachable)) } else { nil }
        }
        #expect(
            try world.run(try world.revocation(of: "ci"))
                == .pending(.provider(ProviderFailure(.unreachable))))
        world.provider.fault = { _, _ in nil }
        return world
    }

    private func forget(_ record: Record, in world: World, stoppedAt point: Int = .max) throws -> Outcome {
        let wire = Tripwire(at: point)
        let driver = Driver(
            ledger: Failpointed.ledger(try world.open(), wire), provider: world.provider, clock: world.clock)
        let subject = try world.subject("ci", record.id)
        return driver.forget(Forgetting(subject, token: record.token.id, generation: 1)).outcome
    }

    @Test("stopped at any point, a record on its way out is led there by an operation, or is gone")
    func stopped() throws {
        for point in 0..<6 {
            let world = try pendingRevocation()
            let record = try #require(try world.open().records().first)
            _ = try forget(record, in: world, stoppedAt: point)
            let ledger = try world.open()
            let state = try ledger.record(record.id)?.state
            let led = try ledger.operations().contains { $0.operation is Revocation }
            #expect(
                state == .revoking && led || state == .gone && !led,
                "stopped at \(point): \(String(describing: state))")
            try world.sync()
            let after = try #require(try world.open().record(record.id))
            #expect(after.state == .gone && (after.receipt == nil) == (state == .gone), "stopped at \(point)")
        }
    }

    @Test("a revocation whose record was forgotten meanwhile is not called done")
    func notDone() throws {
        let world = try pendingRevocation()
        let (record, open) = (try #require(try world.open().records().first), try world.open().operations())
        #expect(try forget(record, in: world) == .done)
        var outcomes: [Outcome] = []
        let driver = Driver(ledger: try world.open(), provider: world.provider, clock: world.clock)
        driver.resume(open) { outcomes.append($1) }
        driver.run([Revocation(try world.subject("ci", record.id), token: record.token.id, cause: .asked)]) {
            outcomes.append($1)
        }
        #expect(outcomes == [.failed(.abandoned), .failed(.abandoned)])
        #expect(world.provider.others.count == 1)
    }

    @Test("a record that is revoking, and that no operation takes up, is revoked by sync")
    func stray() throws {
        let world = try World()
        try world.run(try world.creation("ci"))
        let record = try #require(try world.open().records().first)
        try world.open().commit(
            OperationID(), journal: nil, changes: [.move(record.id, to: .revoking)], string: nil)
        #expect(try world.sync() == [.done])
        #expect(try world.open().record(record.id)?.receipt != nil && world.provider.others.isEmpty)
    }

    @Test("another process that is at the record keeps it from being forgotten")
    func elsewhere() throws {
        let world = try pendingRevocation()
        let other = try world.open()
        let open = try #require(try other.operations().first)
        #expect(try other.claim(open.id))
        let record = try #require(try world.open().records().first)
        #expect(try forget(record, in: world) == .elsewhere)
        #expect(try world.open().record(record.id)?.state == .revoking)
        other.release(open.id)
    }
}

@Suite("Deleting what is not in the vault")
struct DeletionTests {
    private func pendingDeletion(_ fault: FakeProvider.Fault) throws -> (World, FakeProvider.Kept) {
        let world = try World()
        let made = world.provider.make("from elsewhere")
        world.provider.fault = { _, request in if case .delete = request { fault } else { nil } }
        let deletion = UnmanagedRevocation(try world.subject("work"), token: made.token.id)
        #expect(try world.run(deletion) == .pending(.provider(ProviderFailure(.interrupted))))
        world.provider.fault = { _, _ in nil }
        return (world, made)
    }

    @Test("is dropped once the vault has the token itself")
    func adopted() throws {
        let (world, made) = try pendingDeletion(.before(ProviderFailure(.interrupted)))
        let adoption = Adoption(try world.subject("mine"), token: made.token.id)
        #expect(try world.run(adoption, string: made.string) == .done)
        try world.sync()
        #expect(world.provider.others.map(\.token.id) == [made.token.id])
        #expect(try world.open().operations().isEmpty)
    }

    @Test("is not called undone for a refusal that came after it was carried out")
    func refusedLater() throws {
        let (world, _) = try pendingDeletion(.after(ProviderFailure(.interrupted)))
        world.provider.fault = { _, request in
            if case .delete = request { .before(ProviderFailure(.forbidden)) } else { nil }
        }
        #expect(try world.sync() == [.pending(.provider(ProviderFailure(.forbidden)))])
        world.provider.fault = { _, _ in nil }
        #expect(try world.sync() == [.done])
    }

    @Test("is not called undone for a refusal of a second try in the same run")
    func refusedAtOnce() throws {
        let world = try World()
        let made = world.provider.make("from elsewhere")
        var tries = 0
        world.provider.fault = { _, request in
            guard case .delete = request else { return nil }
            tries += 1
            return tries == 1
                ? .after(ProviderFailure(.interrupted)) : .before(ProviderFailure(.forbidden))
        }
        let deletion = UnmanagedRevocation(try world.subject("work"), token: made.token.id)
        #expect(try world.run(deletion) == .pending(.provider(ProviderFailure(.interrupted))))
    }
}
