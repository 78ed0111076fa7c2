import Lifecycle
import Secrets
import TestSupport
import Testing

@Suite("A rotation and what happens beside it")
struct RotationBesideTests {
    private let ci: Label

    init() throws { ci = try Label("ci") }

    private func world() throws -> World { try World.rotating() }

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
            try world.expectCurrent("found dead at \(point)")
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
            #expect(
                try world.open().unfinished(at: world.clock.now).isEmpty, "one sync is enough, at \(point)")
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
        try world.expectEnd("many")
        #expect(try world.open().record(named: ci)?.generation == UInt32(LabelEntry.mostRetiring) + 1)
    }
}
