import Lifecycle
import Platform
import Secrets
import TestSupport
import Testing

@Suite("A token for one run")
struct LeaseTests {
    /// A machine, a boot and a file of locks that are not here.
    private static let elsewhere = [UInt8](repeating: 7, count: 16)

    private func expectNothing(_ world: World, _ comment: String) throws {
        #expect(world.provider.others.isEmpty, "\(comment): left at the provider")
        try world.expectLockstep(comment)
        #expect(try world.open().operations().allSatisfy { $0.operation.waiting == .listing }, "\(comment)")
        for record in try world.open().records() {
            #expect(record.state == .gone && record.receipt != nil && !record.isLeased, "\(comment)")
        }
    }

    private func handOut(_ world: World, as verb: String) throws -> Int {
        let caller = Caller(pid: 1, user: 0, executable: "")
        let use = HandOutUse(verb: verb, time: world.clock.now, caller: caller)
        return try world.open().handOut([Label("run/x")], as: use).count
    }

    @Test("lives until its holder ends, is given to that run alone, and leaves a tombstone with its receipt")
    func whole() throws {
        let world = try World()
        let hold = try world.hold()
        let lease = try world.lease(hold.holder)
        let until = world.clock.now.advanced(by: 3600)
        #expect(try world.run(lease) == .doneUntil(until))
        #expect(try world.open().unfinished(at: world.clock.now).isEmpty)
        #expect(throws: LedgerError(.refused, .lease)) { try handOut(world, as: "run") }
        #expect(try handOut(world, as: "run --mint") == 1)
        try world.sync()
        #expect(world.provider.others.count == 1, "the holder lives")
        hold.end()
        #expect(try world.open().unfinished(at: world.clock.now).count == 1)
        #expect(try world.sync() == [.done])
        try expectNothing(world, "the holder ended")
        let gone = try #require(try world.open().records().first)
        #expect(gone.label.text == "run/x" && gone.purged == world.clock.now)
        #expect(try world.open().audit().contains { $0.event == .revokedAndPurged && $0.detail == "ended" })
    }

    @Test("is revoked when its holder says so, as one operation")
    func ended() throws {
        let world = try World()
        let hold = try world.hold()
        try world.run(try world.lease(hold.holder))
        #expect(try world.end() == .done)
        try expectNothing(world, "ended")
        #expect(try world.end() == nil)
    }

    @Test("stopped at any point while it is made, is gone one sync after its holder")
    func stoppedMaking() throws {
        let reference = try World()
        let wire = Tripwire(at: .max)
        try reference.run(try reference.lease(try reference.hold().holder), wire: wire)
        #expect(wire.points >= 6)
        for point in 0..<wire.points {
            for isGoneAtOnce in [true, false] {
                let world = try World()
                let hold = try world.hold()
                let outcome = try world.run(try world.lease(hold.holder), wire: Tripwire(at: point))
                if case .doneUntil = outcome { #expect(try handOut(world, as: "run --mint") == 1) }
                if !isGoneAtOnce {
                    try world.sync()
                    try world.expectLockstep("a sync beside the holder, \(point)")
                }
                hold.end()
                try world.sync()
                try expectNothing(world, "stopped at \(point), at once \(isGoneAtOnce)")
            }
        }
    }

    @Test("stopped at any point of its end, also within the sync that follows, is gone one sync later")
    func stoppedEnding() throws {
        let reference = try World()
        try reference.run(try reference.lease(try reference.hold().holder))
        let wire = Tripwire(at: .max)
        try reference.end(wire: wire)
        #expect(wire.points >= 8)
        for point in 0..<wire.points {
            for second in [nil, 0, 2, 5, 9] {
                let world = try World()
                let hold = try world.hold()
                try world.run(try world.lease(hold.holder))
                try world.end(wire: Tripwire(at: point))
                hold.end()
                if let second { _ = try? world.sync(wire: Tripwire(at: second)) }
                try world.sync()
                try expectNothing(world, "ended at \(point), then \(second ?? -1)")
            }
        }
    }

    @Test(
        "whatever the provider fails with, is gone one sync later", arguments: ProviderFailure.Code.allCases)
    func faults(_ code: ProviderFailure.Code) throws {
        let failure = ProviderFailure(code)
        for isAfter in failure.neverLeft ? [false] : [false, true] {
            for (request, isAlways) in (0..<5).flatMap({ [($0, false), ($0, true)] }) {
                let world = try World()
                world.provider.fault = { number, _ in
                    let isHit = number == request || isAlways && number > request
                    return isHit ? (isAfter ? .after(failure) : .before(failure)) : nil
                }
                let comment = "\(code) after \(isAfter) request \(request) always \(isAlways)"
                let hold = try world.hold()
                try world.run(try world.lease(hold.holder))
                try world.end()
                world.provider.fault = { _, _ in nil }
                hold.end()
                try world.sync()
                try expectNothing(world, comment)
            }
        }
    }

    @Test("undoes a token that is not as asked for, and asks for no more than that")
    func otherwise() throws {
        let changes: [(inout Token) -> Void] = [{ $0.scopes = .all }, { $0.expiry = .never }]
        for change in changes {
            let world = try World()
            world.provider.fault = { _, request in
                if case .create = request { .otherwise(change) } else { nil }
            }
            let hold = try world.hold()
            #expect(try world.run(try world.lease(hold.holder)) == .failed(.grantedOtherwise))
            try expectNothing(world, "otherwise")
        }
    }

    @Test("of another machine, or beside a copy of the vault, ends with its expiry, and only if that is true")
    func unknown() throws {
        let here = try World().hold().holder
        let other = LeaseTests.elsewhere
        let holders = [
            LeaseHolder(boot: other, machine: other, device: here.device, inode: here.inode),
            LeaseHolder(boot: other, machine: [], device: here.device, inode: here.inode),
            LeaseHolder(boot: here.boot, machine: here.machine, device: here.device, inode: 1),
        ]
        for holder in holders {
            let world = try World()
            try world.run(try world.lease(holder))
            try world.sync()
            #expect(world.provider.others.count == 1)
            // By this machine's clock it has expired; the provider still honours it.
            world.clock.now = world.clock.now.advanced(by: 4000)
            try world.sync()
            #expect(world.provider.others.count == 1, "a clock alone revokes nothing")
            #expect(try world.open().records().first?.state == .active)
            world.provider.drop(try #require(world.provider.others.first).token.id)
            try world.sync()
            try expectNothing(world, "expired")
        }
    }

    @Test("of before a restart of this machine is revoked", .enabled(if: MachineIdentity.machine != nil))
    func restarted() throws {
        let world = try World()
        let here = try world.hold().holder
        let before = LeaseHolder(
            boot: LeaseTests.elsewhere, machine: try #require(MachineIdentity.machine), device: here.device,
            inode: here.inode)
        try world.run(try world.lease(before))
        try world.sync()
        try expectNothing(world, "restarted")
    }

    @Test(
        "that somebody revokes, forgets or finds dead meanwhile is over, and its holder's end finds nothing")
    func revoked() throws {
        for point in [nil, 0, 2, 4] {
            let world = try World()
            let hold = try world.hold()
            try world.run(try world.lease(hold.holder))
            try world.run(try world.revocation(of: "run/x"), wire: point.map { Tripwire(at: $0) })
            try world.end()
            hold.end()
            try world.sync()
            try expectNothing(world, "revoked, stopped at \(point ?? -1)")
        }
        let world = try World()
        let hold = try world.hold()
        try world.run(try world.lease(hold.holder))
        world.provider.drop(try #require(world.provider.others.first).token.id)
        try world.sync()
        #expect(try world.end() == .done)
        try expectNothing(world, "found dead")
        try world.run(try world.lease(hold.holder))
        let record = try #require(try world.open().record(named: Label("run/x")))
        let driver = Driver(ledger: try world.open(), provider: world.provider, clock: world.clock)
        _ = driver.forget(
            Forgetting(try world.subject("run/x", record.id), token: record.token.id, generation: 1))
        #expect(try world.open().operations().isEmpty)
    }

    @Test("is left to a timer only once its holder is gone")
    func timer() throws {
        let world = try World()
        let hold = try world.hold()
        try world.run(try world.lease(hold.holder))
        let ledger = try world.open()
        let lease = try #require(try ledger.operations().first).operation
        #expect(try !ledger.isDue(lease, at: world.clock.now.advanced(by: 10_000)))
        hold.end()
        #expect(try ledger.isDue(lease, at: world.clock.now))
    }
}
