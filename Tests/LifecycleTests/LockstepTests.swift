import Lifecycle
import Secrets
import TestSupport
import Testing

@Suite("In lockstep")
struct LockstepTests {
    enum Verb: String, CaseIterable { case create, rename, adopt, revoke, vanish, delete, rekey }

    /// Brings a world to where the verb starts.
    private func begin(_ verb: Verb) throws -> (World, any StateMachine, [UInt8]?) {
        let world = try World()
        switch verb {
        case .create: return (world, try world.creation("ci"), nil)
        case .adopt:
            let made = world.provider.make("from elsewhere")
            let adoption = Adoption(try world.subject("adopted"), token: made.token.id)
            return (world, adoption, made.string)
        case .rename:
            try world.run(try world.creation("ci"))
            return (world, try world.renaming(of: "ci", to: "cd"), nil)
        case .revoke:
            try world.run(try world.creation("ci"))
            return (world, try world.revocation(of: "ci"), nil)
        case .delete:
            let made = world.provider.make("from elsewhere")
            return (world, UnmanagedRevocation(try world.subject("work"), token: made.token.id), nil)
        case .rekey:
            try world.run(try world.creation("ci"))
            return (world, Rekeying(began: world.clock.now, isDeep: true), nil)
        case .vanish:
            try world.run(try world.creation("ci"))
            let record = try #require(try world.open().record(named: try Label("ci")))
            world.provider.drop(record.token.id)
            let check = Revocation(
                try world.subject("ci", record.id), token: record.token.id, cause: .vanished)
            return (world, check, nil)
        }
    }

    @Test("an operation that nothing disturbs is done", arguments: Verb.allCases)
    func undisturbed(_ verb: Verb) throws {
        let (world, operation, string) = try begin(verb)
        #expect(try world.run(operation, string: string) == .done)
        try world.expectLockstep(verb.rawValue)
        #expect(try world.open().operations().isEmpty)
    }

    /// Tokens made elsewhere that are still nobody's: one whose adoption stopped before the sealing, one whose deletion was not begun.
    private func strangers(in world: World, after verb: Verb, wasBegun: Bool) throws -> Set<TokenID> {
        let adopted = try world.open().records().contains { $0.state == .active }
        guard verb == .adopt && !adopted || verb == .delete && !wasBegun else { return [] }
        return Set(world.provider.others.filter { $0.token.label == "from elsewhere" }.map(\.token.id))
    }

    @Test("stopped at any point, one sync brings both sides together", arguments: Verb.allCases)
    func stopped(_ verb: Verb) throws {
        let (reference, operation, string) = try begin(verb)
        let wire = Tripwire(at: .max)
        try reference.run(operation, wire: wire, string: string)
        #expect(wire.points >= 6)
        for point in 0..<wire.points {
            let (world, operation, string) = try begin(verb)
            try world.run(operation, wire: Tripwire(at: point), string: string)
            try world.sync()
            try world.expectLockstep(
                "\(verb) stopped at \(point)",
                managedElsewhere: try strangers(in: world, after: verb, wasBegun: point > 0))
        }
    }

    @Test("a sync that is stopped itself is finished by the next one", arguments: Verb.allCases)
    func stoppedTwice(_ verb: Verb) throws {
        let (reference, operation, string) = try begin(verb)
        let wire = Tripwire(at: .max)
        try reference.run(operation, wire: wire, string: string)
        for point in stride(from: 1, to: wire.points, by: 2) {
            for second in stride(from: 0, to: 14, by: 3) {
                let (world, operation, string) = try begin(verb)
                try world.run(operation, wire: Tripwire(at: point), string: string)
                _ = try? world.sync(wire: Tripwire(at: second))
                try world.sync()
                try world.expectLockstep(
                    "\(verb) at \(point), sync at \(second)",
                    managedElsewhere: try strangers(in: world, after: verb, wasBegun: true))
            }
        }
    }

    static let failures: [ProviderFailure] = ProviderFailure.Code.allCases.map { ProviderFailure($0) }

    @Test(
        "whatever the provider fails with, at whatever request, once or always, one sync later both sides agree",
        arguments: Verb.allCases.filter { $0 != .rekey })
    func faults(_ verb: Verb) throws {
        let kinds: [(String, (ProviderFailure) -> FakeProvider.Fault)] = [
            ("before", { .before($0) }), ("after", { .after($0) }),
        ]
        for failure in Self.failures {
            for (name, kind) in kinds {
                // What never left this machine cannot have been carried out.
                if name == "after", failure.neverLeft { continue }
                for request in 0..<4 {
                    for always in [false, true] {
                        let (world, operation, string) = try begin(verb)
                        let start = world.provider.log.count
                        world.provider.fault = { number, _ in
                            number == start + request || (always && number > start + request)
                                ? kind(failure) : nil
                        }
                        let outcome = try world.run(operation, string: string)
                        world.provider.fault = { _, _ in nil }
                        try world.sync()
                        var wasBegun = true
                        if case .failed = outcome { wasBegun = false }
                        try world.expectLockstep(
                            "\(verb) \(failure.code) \(name) request \(request) always \(always): \(outcome)",
                            managedElsewhere: try strangers(in: world, after: verb, wasBegun: wasBegun),
                            drifted: verb == .adopt && outcome != .done || verb == .rename)
                    }
                }
            }
        }
    }

    @Test("a token granted otherwise than asked for is undone before anybody gets it")
    func grantedOtherwise() throws {
        let changes: [(inout Token) -> Void] = [
            { $0.scopes = .all }, { $0.scopes = .only([:]) }, { $0.expiry = .never },
            { $0.expiry = .at(Instant(seconds: 1_900_000_000)) }, { $0.label = "another" },
        ]
        for change in changes {
            let world = try World()
            world.provider.fault = { _, request in
                if case .create = request { .otherwise(change) } else { nil }
            }
            #expect(try world.run(try world.creation("ci")) == .failed(.grantedOtherwise))
            #expect(world.provider.others.isEmpty)
            try world.expectLockstep("granted otherwise")
        }
    }

    @Test("a label that the provider refuses undoes the token, and its words are told, also after a stop")
    func nameRefused() throws {
        let refusal = ProviderFailure(.rejected, status: 400, reason: "label: Label is taken")
        for isHeldUp in [false, true] {
            let world = try World()
            world.provider.fault = { _, request in
                switch request {
                case .rename: .before(refusal)
                case .delete where isHeldUp: .before(ProviderFailure(.forbidden))
                default: nil
                }
            }
            let outcome = try world.run(try world.creation("ci"))
            if isHeldUp {
                #expect(outcome == .pending(.provider(ProviderFailure(.forbidden))))
                world.provider.fault = { _, _ in nil }
                #expect(try world.sync() == [.failed(.provider(refusal))])
            } else {
                #expect(outcome == .failed(.provider(refusal)))
            }
            #expect(world.provider.others.isEmpty)
            try world.expectLockstep("name refused, held up \(isHeldUp)")
        }
    }

    @Test("a token that the listing shows badly is kept, and stops no other", arguments: [true, false])
    func unreadable(_ withID: Bool) throws {
        let world = try World()
        try world.run(try world.creation("strange"))
        try world.run(try world.creation("missing"))
        let ids = world.provider.others.map(\.token.id)
        world.provider.drop(ids[1])
        world.provider.fault = { _, request in
            request == .list ? .unreadable(ids[0], withID: withID) : nil
        }
        try world.sync()
        let records = try world.open().records()
        #expect(records.first { $0.token.id == ids[0] }?.state == .active)
        // Without an id nobody knows which of the two it is.
        #expect(records.first { $0.token.id == ids[1] }?.state == (withID ? .gone : .active))
        world.provider.fault = { _, _ in nil }
        try world.sync()
        try world.expectLockstep("read again")
    }

    @Test("a creation of unknown outcome waits while the token that may be it cannot be read")
    func unreadableOutcome() throws {
        let world = try World()
        let provider = world.provider
        provider.fault = { _, request in
            switch request {
            case .create: .after(ProviderFailure(.interrupted))
            case .list: provider.others.first.map { .unreadable($0.token.id, withID: true) }
            default: nil
            }
        }
        #expect(try world.run(try world.creation("ci")) == .pending(.unreadableListing))
        #expect(try world.sync() == [.pending(.unreadableListing)])
        #expect(provider.others.count == 1)
        provider.fault = { _, _ in nil }
        #expect(try world.sync() == [.watching(.strayDeleted)])
        #expect(world.provider.others.isEmpty)
        try world.expectLockstep("read at last")
    }

    @Test("a request whose outcome is unknown is never repeated under the same nonce")
    func neverBlindly() throws {
        for fault: FakeProvider.Fault in [
            .after(ProviderFailure(.interrupted)), .before(ProviderFailure(.interrupted)), .noString,
        ] {
            let world = try World()
            world.provider.fault = { _, request in if case .create = request { fault } else { nil } }
            let isMade = if case .before = fault { false } else { true }
            let outcome = try world.run(try world.creation("ci"))
            #expect(outcome == .watching(isMade ? .strayDeleted : .unknownOutcome))
            #expect(world.provider.log.filter { !$0.isRepeatable }.count == 1)
            #expect(world.provider.others.isEmpty)
            try world.expectLockstep("unknown outcome")
        }
    }

    @Test("a request that arrives late is undone by a later sync, within a day")
    func late() throws {
        let world = try World()
        world.provider.fault = { _, request in if case .create = request { .late(6) } else { nil } }
        #expect(try world.run(try world.creation("ci")) == .watching(.unknownOutcome))
        world.provider.fault = { _, _ in nil }
        for _ in 0..<10 { try world.sync() }
        #expect(world.provider.log.contains { if case .delete = $0 { true } else { false } })
        #expect(world.provider.others.isEmpty)
        #expect(try world.open().operations().count == 1)
        world.clock.now = world.clock.now.advanced(by: 86_401)
        try world.sync()
        #expect(try world.open().operations().isEmpty)
    }

    @Test("a second token of one request is found and deleted, also after the first one was revoked")
    func twice() throws {
        for revokeFirst in [false, true] {
            let world = try World()
            world.provider.fault = { _, request in if case .create = request { .twice } else { nil } }
            #expect(try world.run(try world.creation("ci")) == .done)
            #expect(world.provider.others.count == 2)
            if revokeFirst { #expect(try world.run(try world.revocation(of: "ci")) == .done) }
            try world.sync()
            #expect(world.provider.others.count == (revokeFirst ? 0 : 1))
            try world.expectLockstep("twice")
        }
    }

    @Test("a deletion that is said and not done is pending, hand-outs stay refused, and nothing is wiped")
    func lie() throws {
        let world = try World()
        try world.run(try world.creation("ci"))
        world.provider.fault = { _, request in if case .delete = request { .lie } else { nil } }
        #expect(try world.run(try world.revocation(of: "ci")) == .pending(.stillAlive))
        let ledger = try world.open()
        let record = try #require(try ledger.record(named: try Label("ci")))
        #expect(record.state == .revoking)
        #expect(try ledger.string(of: record.id).exposed == world.provider.others[0].string)
        let use = HandOutUse(
            verb: "get", time: world.clock.now, caller: Caller(pid: 1, user: 0, executable: ""))
        #expect(throws: LedgerError(.refused, .revoking)) {
            _ = try ledger.handOut([try Label("ci")], as: use)
        }
        #expect(try world.sync() == [.pending(.stillAlive)])
        world.provider.fault = { _, _ in nil }
        #expect(try world.sync() == [.done])
        try world.expectLockstep("lie")
    }

    @Test("a stale listing purges nothing: the token itself is asked")
    func stale() throws {
        let world = try World()
        try world.run(try world.creation("ci"))
        world.provider.fault = { _, request in request == .list ? .stale : nil }
        #expect(try world.sync() == [.kept(.stillAlive)])
        try world.expectLockstep("stale")
    }

    @Test("tokens made elsewhere are told and left alone, renamed ones are told, deleted ones purged")
    func reconciled() throws {
        let world = try World()
        for label in ["kept", "renamed", "dropped"] { try world.run(try world.creation(label)) }
        let foreign = world.provider.make("foreign")
        let ids = Dictionary(
            uniqueKeysWithValues: try world.open().records().map { ($0.label.text, $0.token.id) })
        world.provider.relabel(try #require(ids["renamed"]), "other")
        world.provider.drop(try #require(ids["dropped"]))
        let sync = Sync(ledger: try world.open(), provider: world.provider, clock: world.clock, settle: 3) {
            _, _ in
        }
        let found = try #require(try sync.rehearse().first).result.get()
        #expect(found.unmanaged == [foreign.token] && found.drifted.map(\.record.label.text) == ["renamed"])
        #expect(
            found.gone.map(\.label.text) == ["dropped"] && found.managed.map(\.record.label.text) == ["kept"])
        _ = try sync.run()
        let states = try world.open().records().map { "\($0.label) \($0.state.name)" }
        #expect(states == ["dropped gone", "kept active", "renamed active"])
    }

    @Test("two syncs at once, and a revoke beside them, finish each operation once")
    func atOnce() throws {
        let world = try World()
        try world.run(try world.creation("ci"))
        try world.run(try world.revocation(of: "ci"), wire: Tripwire(at: 3))
        let before = world.provider.log.count
        let (one, two) = (try world.open(), try world.open())
        let operations = try one.operations()
        // The first one holds the claim; the second finds the operation, and may not touch it.
        #expect(try one.claim(operations[0].id))
        var outcomes: [Outcome] = []
        Driver(ledger: two, provider: world.provider, clock: world.clock).resume(operations) {
            outcomes.append($1)
        }
        #expect(outcomes == [.elsewhere] && world.provider.log.count == before)
        one.release(operations[0].id)
        try world.sync()
        // What was read before is stale by now: taken up again, it is found closed.
        Driver(ledger: two, provider: world.provider, clock: world.clock).resume(operations) {
            outcomes.append($1)
        }
        #expect(outcomes == [.elsewhere, .endedElsewhere])
        try world.expectLockstep("at once")
    }
}
