import Lifecycle
import Secrets
import TestSupport
import Testing

@Suite("A rotation")
struct RotationTests {
    private let ci: Label

    init() throws { ci = try Label("ci") }

    private func world() throws -> World {
        let world = try World()
        try world.run(try world.creation("ci"))
        return world
    }

    /// What the label names is handed out, and the provider honours it: whatever happens, exactly one generation is current.
    private func expectCurrent(_ world: World, _ comment: String) throws {
        let ledger = try world.open()
        let current = try #require(try ledger.record(named: ci), "\(comment): no current one")
        #expect(current.state == .active, "\(comment): \(current.state)")
        #expect(try ledger.records().count { $0.state == .active } == 1, "\(comment)")
        let string = try ledger.string(of: current.id).exposed
        #expect(world.provider.kept[current.token.id]?.string == string, "\(comment): it is dead")
    }

    /// An hour later nothing of it is left but one token.
    private func expectEnd(_ world: World, _ comment: String) throws {
        world.clock.now = world.clock.now.advanced(by: 3600)
        try world.sync()
        try expectCurrent(world, comment)
        try world.expectLockstep(comment)
        #expect(world.provider.others.count == 1, "\(comment)")
    }

    @Test("hands the new token out at once, and revokes the old one when the overlap is over")
    func overlap() throws {
        let world = try world()
        let old = try #require(try world.open().record(named: ci))
        let outcome = try world.run(try world.rotation(of: "ci"))
        #expect(outcome == .doneUntil(world.clock.now.advanced(by: 60)))
        let new = try #require(try world.open().record(named: ci))
        #expect(new.generation == 2 && new.id != old.id)
        #expect(try world.open().record(old.id)?.state == .retiring)
        #expect(world.provider.others.count == 2)
        try world.sync()
        #expect(try world.open().record(old.id)?.state == .retiring, "a sync ends no overlap early")
        try expectEnd(world, "overlap")
        let gone = try #require(try world.open().record(old.id))
        #expect(gone.state == .gone && gone.receipt != nil)
    }

    @Test("revokes the old token at once where there is no overlap")
    func noOverlap() throws {
        let world = try world()
        #expect(try world.run(try world.rotation(of: "ci", overlap: 0)) == .done)
        try expectCurrent(world, "no overlap")
        try world.expectLockstep("no overlap")
        #expect(world.provider.others.count == 1)
    }

    @Test("revokes it as soon as all known readers have the new one, where so asked")
    func fetched() throws {
        for whenRead in [false, true] {
            let world = try world()
            try world.run(try world.rotation(of: "ci", whenRead: whenRead))
            let ledger = try world.open()
            let driver = Driver(ledger: ledger, provider: world.provider, clock: world.clock)
            driver.tell(try ledger.operations(), .fetched) { _, _ in }
            #expect(world.provider.others.count == (whenRead ? 1 : 2))
        }
    }

    @Test(
        "stopped at any point, hands out all the while, and one sync later both sides agree",
        arguments: [0, 60])
    func stopped(_ overlap: Int) throws {
        let reference = try world()
        let wire = Tripwire(at: .max)
        try reference.run(try reference.rotation(of: "ci", overlap: UInt32(overlap)), wire: wire)
        #expect(wire.points >= 12)
        for point in 0..<wire.points {
            for second in point.isMultiple(of: 3) ? [nil, 3, 9] : [nil] {
                let world = try world()
                try world.run(
                    try world.rotation(of: "ci", overlap: UInt32(overlap)), wire: Tripwire(at: point))
                try expectCurrent(world, "stopped at \(point)")
                if let second { _ = try? world.sync(wire: Tripwire(at: second)) }
                try expectCurrent(world, "stopped at \(point) and \(second ?? 0)")
                try world.sync()
                try expectCurrent(world, "stopped at \(point), one sync")
                try world.expectLockstep("stopped at \(point), one sync")
                try expectEnd(world, "stopped at \(point), the end")
            }
        }
    }

    @Test(
        "whatever the provider fails with, keeps a token that works", arguments: ProviderFailure.Code.allCases
    )
    func faults(_ code: ProviderFailure.Code) throws {
        let failure = ProviderFailure(code)
        for isAfter in failure.neverLeft ? [false] : [false, true] {
            for (request, isAlways) in (0..<7).flatMap({ [($0, false), ($0, true)] }) {
                let world = try world()
                let start = world.provider.log.count
                world.provider.fault = { number, _ in
                    let isHit = number == start + request || isAlways && number > start + request
                    return isHit ? (isAfter ? .after(failure) : .before(failure)) : nil
                }
                let comment = "\(code) after \(isAfter) request \(request) always \(isAlways)"
                try world.run(try world.rotation(of: "ci", overlap: 0))
                try expectCurrent(world, comment)
                world.provider.fault = { _, _ in nil }
                try world.sync()
                try expectCurrent(world, comment)
                try world.expectLockstep(comment)
                try expectEnd(world, comment)
            }
        }
    }

    @Test("undoes a new token that the provider refuses, or whose scopes are others; the old one stays")
    func unproven() throws {
        let changes: [(Reason, (inout Token) -> Void)] = [
            (.grantedOtherwise, { $0.scopes = .all }), (.grantedOtherwise, { $0.expiry = .never }),
        ]
        for (reason, change) in changes {
            let world = try world()
            world.provider.fault = { _, request in
                if case .create = request { .otherwise(change) } else { nil }
            }
            let old = try #require(try world.open().record(named: ci))
            #expect(try world.run(try world.rotation(of: "ci")) == .watching(reason))
            #expect(try world.open().record(named: ci)?.id == old.id)
            try world.expectLockstep("\(reason)")
        }
        let world = try world()
        let old = try #require(try world.open().record(named: ci))
        let rotation = try world.rotation(of: "ci")
        var asked = 0
        world.provider.fault = { _, request in
            guard case .identify = request else { return nil }
            asked += 1
            // Four looks are one probe; what proves it dead afterwards is answered as it is.
            return asked <= 4 ? .before(ProviderFailure(.deadCredential, status: 401)) : nil
        }
        #expect(try world.run(rotation) == .watching(.unproven))
        #expect(try world.open().record(named: ci)?.id == old.id)
        try world.expectLockstep("unproven")
    }

    @Test("where labels stay as they were made, the new token is the one that is proven, and undone")
    func withoutRenaming() throws {
        for isRefused in [false, true] {
            let world = try World()
            world.provider.rules.canRename = false
            try world.run(try world.creation("ci"))
            let old = try #require(try world.open().record(named: ci))
            var asked = 0
            world.provider.fault = { _, request in
                guard case .identify = request, isRefused else { return nil }
                asked += 1
                return asked <= 4 ? .before(ProviderFailure(.deadCredential, status: 401)) : nil
            }
            try world.run(try world.rotation(of: "ci", overlap: 0))
            let current = try #require(try world.open().record(named: ci))
            #expect((current.id == old.id) == isRefused)
            #expect(world.provider.others.map(\.token.id) == [current.token.id])
        }
    }

    @Test("gives way to a revocation, wherever it stands: nothing of the label is left")
    func revoked() throws {
        for point in 0..<24 {
            let world = try world()
            let revocation = try world.revocation(of: "ci")
            try world.run(try world.rotation(of: "ci"), wire: Tripwire(at: point))
            try world.run(revocation)
            for record in try world.open().records() where record.state == .active {
                try world.run(try world.revocation(of: "ci"))
            }
            try world.sync()
            #expect(world.provider.others.isEmpty, "at \(point)")
            try world.expectLockstep("revoked at \(point)")
            #expect(try world.open().nextGeneration(of: ci) == 1, "the label is free at \(point)")
        }
    }

    @Test("held up at the probe, and both tokens revoked by their own: one sync closes it")
    func bothRevoked() throws {
        let world = try world()
        world.provider.fault = { _, request in
            if case .identify = request { .before(ProviderFailure(.unavailable, status: 500)) } else { nil }
        }
        try world.run(try world.rotation(of: "ci"))
        world.provider.fault = { _, _ in nil }
        for record in try world.open().records(under: ci) {
            try world.run(
                Revocation(try world.subject("ci", record.id), token: record.token.id, cause: .asked))
        }
        try world.sync()
        #expect(try world.open().operations().isEmpty && world.provider.others.isEmpty)
    }

    @Test("and a renaming that began before it: neither splits the label nor keeps it reserved")
    func overtaken() throws {
        for isRotatedFirst in [false, true] {
            let world = try world()
            let (rotation, renaming) = (
                try world.rotation(of: "ci", overlap: 7200), try world.renaming(of: "ci", to: "cd")
            )
            // Both were made of the same look at the vault.
            try world.run(isRotatedFirst ? rotation as any StateMachine : renaming)
            try world.run(isRotatedFirst ? renaming as any StateMachine : rotation)
            try world.sync()
            try world.sync()
            let label = isRotatedFirst ? ci : try Label("cd")
            let records = try world.open().records().filter { $0.state != .gone }
            #expect(records.allSatisfy { $0.label == label } && records.count { $0.state == .active } == 1)
            for record in records {
                try world.run(
                    Revocation(
                        try world.subject(label.text, record.id), token: record.token.id, cause: .asked))
            }
            for free in ["ci", "cd"] {
                #expect(try world.run(try world.creation(free)) == .done, "\(free) is free")
            }
            try world.sync()
            try world.open().examine()
        }
    }

    @Test("a policy outlives a token that was found dead, for the next of that name")
    func policyStays() throws {
        let world = try world()
        let ledger = try world.open()
        var policy = Policy()
        policy.owner = "ada"
        try ledger.commit(
            OperationID(), journal: nil,
            changes: [
                .decide(ci, policy, noting: AuditEntry(.policyChanged, time: world.clock.now, label: "ci"))
            ],
            string: nil)
        let old = try #require(try ledger.record(named: ci))
        world.provider.drop(old.token.id)
        try world.sync()
        #expect(try world.open().record(named: ci) == nil)
        #expect(try world.open().policy(of: ci)?.owner == "ada")
    }

    @Test("goes on where the old token is found dead meanwhile")
    func foundDead() throws {
        for point in 1..<24 {
            let world = try world()
            let old = try #require(try world.open().record(named: ci))
            let rotation = try world.rotation(of: "ci", overlap: 0)
            let wire = Tripwire(at: point)
            try world.run(rotation, wire: wire)
            guard try world.open().record(named: ci)?.id == old.id,
                try world.open().records().contains(where: { $0.state == .creating })
            else { continue }
            world.provider.drop(old.token.id)
            let check = Revocation(
                try world.subject("ci", old.id), token: old.token.id, cause: .vanished)
            try world.run(check)
            try world.sync()
            try expectCurrent(world, "found dead at \(point)")
            try world.expectLockstep("found dead at \(point)")
        }
    }

    @Test("and a renaming at once: the one waits for the other, older generations go with the label")
    func renamed() throws {
        for point in 0..<24 {
            let world = try world()
            try world.run(try world.rotation(of: "ci", overlap: 7200), wire: Tripwire(at: point))
            let outcome = try world.run(try world.renaming(of: "ci", to: "cd"))
            try world.sync()
            try world.sync()
            let label = try #require(
                try [Label("cd"), ci].first { try world.open().record(named: $0) != nil })
            let records = try world.open().records(under: label)
            #expect(records.count { $0.state == .active } == 1, "at \(point): \(outcome)")
            try world.open().examine()
            world.clock.now = world.clock.now.advanced(by: 10_000)
            try world.sync()
            #expect(world.provider.others.count == 1, "at \(point)")
        }
    }

    @Test("follows another that is in its overlap, up to a limit; two at once are one too many")
    func many() throws {
        let world = try world()
        let two = (try world.rotation(of: "ci"), try world.rotation(of: "ci"))
        try world.run(two.0)
        #expect(try world.run(two.1) == .failed(.ledger(LedgerError(.conflict, .state))))
        for _ in 1..<LabelEntry.mostRetiring { try world.run(try world.rotation(of: "ci")) }
        let outcome = try world.run(try world.rotation(of: "ci"))
        #expect(outcome == .failed(.ledger(LedgerError(.conflict, .generations))))
        #expect(try world.open().records(under: ci).count == LabelEntry.mostRetiring + 1)
        try expectEnd(world, "many")
        #expect(try world.open().record(named: ci)?.generation == UInt32(LabelEntry.mostRetiring) + 1)
    }
}
