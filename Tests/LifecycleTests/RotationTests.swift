import Lifecycle
import Secrets
import TestSupport
import Testing

@Suite("A rotation")
struct RotationTests {
    private let ci: Label

    init() throws { ci = try Label("ci") }

    private func world() throws -> World { try World.rotating() }

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
        try world.expectEnd("overlap")
        let gone = try #require(try world.open().record(old.id))
        #expect(gone.state == .gone && gone.receipt != nil)
    }

    @Test("revokes the old token at once where there is no overlap")
    func noOverlap() throws {
        let world = try world()
        #expect(try world.run(try world.rotation(of: "ci", overlap: 0)) == .done)
        try world.expectCurrent("no overlap")
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
                try world.expectCurrent("stopped at \(point)")
                if let second { _ = try? world.sync(wire: Tripwire(at: second)) }
                try world.expectCurrent("stopped at \(point) and \(second ?? 0)")
                try world.sync()
                try world.expectCurrent("stopped at \(point), one sync")
                try world.expectLockstep("stopped at \(point), one sync")
                try world.expectEnd("stopped at \(point), the end")
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
                try world.expectCurrent(comment)
                world.provider.fault = { _, _ in nil }
                try world.sync()
                try world.expectCurrent(comment)
                try world.expectLockstep(comment)
                try world.expectEnd(comment)
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
}
