import Lifecycle
import Secrets
import TestSupport
import Testing

@Suite("Rekeying")
struct RekeyingTests {
    /// A world with tokens under labels, one of them narrowed, one on its way out, one gone.
    private func world(_ count: Int = 3) throws -> World {
        let world = try World()
        for place in 0..<count { try world.run(try world.creation("t\(place)")) }
        let ledger = try world.open()
        let record = try #require(try ledger.record(named: try Label("t0")))
        try ledger.commit(
            OperationID(), journal: nil,
            changes: [.permit(record.id, .add(Grant(executable: "/usr/bin/make")))], string: nil)
        try world.run(try world.revocation(of: "t\(count - 1)"))
        return world
    }

    private func strings(_ world: World) throws -> [RecordID: [UInt8]] {
        let ledger = try world.open()
        var found: [RecordID: [UInt8]] = [:]
        for record in try ledger.records() where record.state != .gone {
            found[record.id] = try ledger.string(of: record.id).exposed
        }
        return found
    }

    @Test(
        "changes nothing but the keys, and is in the audit log with who wanted it", arguments: [false, true])
    func whole(_ isDeep: Bool) throws {
        let world = try world()
        let (records, before) = (try world.open().records(), try strings(world))
        let origin = Origin(Caller(pid: 42, user: 1000, executable: "/usr/bin/make"), through: .commandLine)
        #expect(try world.run(Rekeying(began: world.clock.now, by: origin, isDeep: isDeep)) == .done)
        #expect(try world.open().records() == records)
        #expect(try strings(world) == before)
        let told = try world.open().audit().filter { $0.event == .rekeyed }
        #expect(told.map(\.detail) == [isDeep ? "deep" : ""])
        #expect(told.first?.caller == origin.caller && told.first?.interface == .commandLine)
        try world.expectLockstep("rekeyed", managedElsewhere: [])
    }

    @Test("can be done again and again")
    func again() throws {
        let world = try world()
        let before = try strings(world)
        for _ in 0..<3 { #expect(try world.run(Rekeying(began: world.clock.now)) == .done) }
        #expect(try strings(world) == before)
        try world.expectLockstep("rekeyed thrice")
    }

    @Test(
        "stopped at any point, a sync finishes it, and what was written meanwhile opens",
        arguments: [false, true])
    func stopped(_ isDeep: Bool) throws {
        let reference = try world()
        let wire = Tripwire(at: .max)
        try reference.run(Rekeying(began: reference.clock.now, isDeep: isDeep), wire: wire)
        #expect(wire.points >= 8)
        for point in 0..<wire.points {
            let world = try world()
            try world.run(Rekeying(began: world.clock.now, isDeep: isDeep), wire: Tripwire(at: point))
            // Somebody goes on meanwhile, with rows that the new keys may have sealed already or not.
            try world.run(try world.renaming(of: "t0", to: "first"))
            try world.run(try world.creation("late"))
            let before = try strings(world)
            try world.sync()
            #expect(try strings(world) == before, "stopped at \(point)")
            #expect(try world.open().record(named: try Label("first"))?.grants.count == 1)
            try world.expectLockstep("rekeying stopped at \(point)")
            #expect(try world.open().operations().isEmpty)
        }
    }

    @Test("waits for one that was begun before: two at once are none")
    func two() throws {
        let world = try world()
        let points = Tripwire(at: 3)
        try world.run(Rekeying(began: world.clock.now), wire: points)
        let other = try world.run(Rekeying(began: world.clock.now))
        #expect(other == .failed(.ledger(LedgerError(.conflict, .epoch))))
        try world.sync()
        try world.expectLockstep("one of two")
        #expect(try world.open().audit().filter { $0.event == .rekeyed }.count == 1)
    }

    @Test("goes through more rows than fit into one commit")
    func many() throws {
        let world = try world(60)
        let before = try strings(world)
        let outcome = try world.run(Rekeying(began: world.clock.now, isDeep: true))
        #expect(outcome == .done)
        #expect(try strings(world) == before)
        try world.expectLockstep("sixty")
    }

    @Test("is noticed by a process that has the vault open, which goes on with the new keys")
    func openMeanwhile() throws {
        let world = try world()
        let open = try world.open()
        let record = try #require(try open.record(named: try Label("t1")))
        let keyring = try open.keyring()
        #expect(try world.run(Rekeying(began: world.clock.now)) == .done)
        let driver = Driver(ledger: open, provider: world.provider, clock: world.clock)
        #expect(driver.run(try world.creation("late")).outcome == .done)
        #expect(try open.records().count == 4)
        #expect(try world.open(with: keyring).records().count == 4)
        #expect(try open.credential(of: record.id).address == world.account.home)
        let use = HandOutUse(
            verb: "get", time: world.clock.now, caller: Caller(pid: 1, user: 0, executable: ""))
        #expect(try open.handOut([try Label("t1")], as: use).count == 1)
        try world.expectLockstep("rekeyed while it was open")
        #expect(try world.open().handOut([record.label], as: use).count == 1)
    }
}
