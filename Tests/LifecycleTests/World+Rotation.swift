import Lifecycle
import TestSupport
import Testing

extension World {
    /// A world with a token `ci`.
    static func rotating() throws -> World {
        let world = try World()
        try world.run(try world.creation("ci"))
        return world
    }

    /// What the label names is handed out, and the provider honours it: whatever happens, exactly one generation is current.
    func expectCurrent(_ comment: String) throws {
        let ledger = try open()
        let current = try #require(try ledger.record(named: Label("ci")), "\(comment): no current one")
        #expect(current.state == .active, "\(comment): \(current.state)")
        #expect(try ledger.records().count { $0.state == .active } == 1, "\(comment)")
        let string = try ledger.string(of: current.id).exposed
        #expect(provider.kept[current.token.id]?.string == string, "\(comment): it is dead")
    }

    /// An hour later nothing of it is left but one token.
    func expectEnd(_ comment: String) throws {
        clock.now = clock.now.advanced(by: 3600)
        try sync()
        try expectCurrent(comment)
        try expectLockstep(comment)
        #expect(provider.others.count == 1, "\(comment)")
    }
}
