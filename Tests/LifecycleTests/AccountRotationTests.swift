import Lifecycle
import Secrets
import TestSupport
import Testing

@Suite("A rotation of a provisioning token")
struct AccountRotationTests {
    private func rotation(_ world: World) throws -> AccountRotation {
        let ledger = try world.open()
        let account = try #require(try ledger.accounts().first)
        return AccountRotation(
            try world.subject("provisioning token of work"), former: try #require(account.token),
            identity: account.identity, expiry: .at(world.clock.now.advanced(by: 90 * 86_400)))
    }

    /// The account has a token that lives and may create others, and no other provisioning token is alive.
    private func expectOne(_ world: World, _ comment: String, tokens: Int = 0) throws {
        let ledger = try world.open()
        let account = try #require(try ledger.accounts().first)
        let string = try ledger.string(of: account.id).exposed
        let id = try #require(account.token?.id)
        #expect(world.provider.kept[id]?.string == string, "\(comment): it is dead, or another")
        #expect(world.provider.kept.count == 1 + tokens, "\(comment): \(world.provider.kept.count)")
        #expect(try ledger.records().count { $0.state != .gone } == tokens, "\(comment)")
        #expect(try ledger.unfinished(at: world.clock.now).isEmpty, "\(comment)")
        #expect(try ledger.nextGeneration(of: Label("provisioning token of work")) == 1, "\(comment)")
        try ledger.examine()
    }

    @Test("puts a new one in its place, and revokes the former one with it, with a receipt")
    func whole() throws {
        let world = try World()
        let before = try #require(try world.open().accounts().first)
        #expect(try world.run(try rotation(world)) == .done)
        try expectOne(world, "whole")
        let ledger = try world.open()
        let after = try #require(try ledger.accounts().first)
        #expect(after.id == before.id && after.token?.id != 1 && after.identity == before.identity)
        #expect(world.provider.kept[1] == nil)
        let tombstone = try #require(try ledger.records().first)
        #expect(tombstone.token.id == 1 && tombstone.receipt != nil)
        #expect(try world.run(try world.creation("ci")) == .done, "the new one creates")
        #expect(try world.run(try rotation(world)) == .done, "and is rotated in turn")
        try expectOne(world, "twice", tokens: 1)
    }

    @Test("stopped at any point, also in the sync after that: one sync later exactly one is in force")
    func stopped() throws {
        let reference = try World()
        let wire = Tripwire(at: .max)
        try reference.run(try rotation(reference), wire: wire)
        #expect(wire.points >= 14)
        for point in 0..<wire.points {
            for second in [nil, 3, 9] {
                let world = try World()
                try world.run(try rotation(world), wire: Tripwire(at: point))
                if let second { _ = try? world.sync(wire: Tripwire(at: second)) }
                try world.sync()
                try expectOne(world, "stopped at \(point) and \(second ?? 0)")
            }
        }
    }

    @Test("whatever the provider fails with, leaves one that works", arguments: ProviderFailure.Code.allCases)
    func faults(_ code: ProviderFailure.Code) throws {
        let failure = ProviderFailure(code)
        for isAfter in failure.neverLeft ? [false] : [false, true] {
            for (request, isAlways) in (0..<7).flatMap({ [($0, false), ($0, true)] }) {
                let world = try World()
                world.provider.fault = { number, _ in
                    let isHit = number == request || isAlways && number > request
                    return isHit ? (isAfter ? .after(failure) : .before(failure)) : nil
                }
                try world.run(try rotation(world))
                world.provider.fault = { _, _ in nil }
                try world.sync()
                try expectOne(world, "\(code) after \(isAfter) request \(request) always \(isAlways)")
            }
        }
    }

    @Test("undoes one that has other scopes, belongs to somebody else, or is refused")
    func unproven() throws {
        let changes: [(inout Token) -> Void] = [{ $0.scopes = .only([:]) }, { $0.expiry = .never }]
        for change in changes {
            let world = try World()
            world.provider.fault = { _, request in
                if case .create = request { .otherwise(change) } else { nil }
            }
            #expect(try world.run(try rotation(world)) == .failed(.grantedOtherwise))
            try expectOne(world, "otherwise")
            #expect(try world.open().accounts().first?.token?.id == 1)
        }
        let world = try World()
        var asked = 0
        world.provider.fault = { _, request in
            guard case .identify = request else { return nil }
            asked += 1
            return asked <= 4 ? .before(ProviderFailure(.deadCredential, status: 401)) : nil
        }
        #expect(try world.run(try rotation(world)) == .failed(.unproven))
        try expectOne(world, "refused")
    }

    @Test("gives way to somebody who logs in meanwhile, wherever it stands")
    func replaced() throws {
        for point in 0..<24 {
            let world = try World()
            try world.run(try rotation(world), wire: Tripwire(at: point))
            let ledger = try world.open()
            var account = try #require(try ledger.accounts().first)
            let isExchanged = account.token?.id != 1
            if let former = account.token { world.provider.drop(former.id) }
            let made = world.provider.make("by hand", scopes: .all)
            account.token = made.token
            try ledger.seal(account, string: try SecretBytes(copying: made.string.span))
            try world.sync()
            try expectOne(world, "replaced at \(point), exchanged \(isExchanged)")
            #expect(try world.open().accounts().first?.token?.id == made.token.id, "at \(point)")
        }
    }

    @Test("fails no creation that is under way with the former one")
    func beside() throws {
        let world = try World()
        for request in 0..<2 {
            let label = "ci-\(request)"
            var isOn = false
            let (first, start) = (try self.rotation(world), world.provider.log.count)
            world.provider.fault = { number, _ in
                guard number == start + request, !isOn else { return nil }
                isOn = true
                // The creation has opened the former token, and sends it only now.
                world.provider.hold { #expect((try? world.run(first)) == .done) }
                return nil
            }
            #expect(try world.run(try world.creation(label)) == .done, "\(label)")
            world.provider.fault = { _, _ in nil }
            #expect(isOn)
        }
        try expectOne(world, "beside", tokens: 2)
    }
}
