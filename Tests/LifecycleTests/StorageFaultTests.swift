import FaultySQLite
import Glibc
import Lifecycle
import TestSupport
import Testing

@Suite("SQLite failing at its Nth write, sync, truncation, lock or allocation")
struct StorageFaultTests {
    enum Kind: String, CaseIterable {
        case write, sync, truncate, lock, memory

        var number: faulty_kind {
            switch self {
            case .write: faulty_write
            case .sync: faulty_sync
            case .truncate: faulty_truncate
            case .lock: faulty_lock
            case .memory: faulty_memory
            }
        }
        /// Allocations are many: each 199th of them is tried, or every one where a person asks for it.
        var step: Int { self == .memory ? StorageFaultTests.stride : 1 }
    }

    /// `LOCKSTEP_ALLOCATIONS=all` tries every allocation (Scripts/faults).
    static let stride =
        unsafe getenv("LOCKSTEP_ALLOCATIONS").map { unsafe String(cString: $0) } == "all" ? 1 : 199

    enum Verb: String, CaseIterable { case create, revoke, rekey }

    /// The verb's operation, and what it needs in the vault.
    private func begin(_ verb: Verb, in world: World) throws -> any StateMachine {
        if verb != .create { try world.run(try world.creation("ci")) }
        return switch verb {
        case .create: try world.creation("ci")
        case .revoke: try world.revocation(of: "ci")
        case .rekey: Rekeying(began: world.clock.now, isDeep: true)
        }
    }

    /// Runs the verb with a fault at `number`; returns how often it struck.
    private func strike(_ kind: Kind, _ verb: Verb, at number: Int, always: Bool) throws -> Int {
        let world = try World()
        let operation = try begin(verb, in: world)
        faulty_set(kind.number, number, always ? 1 : 0)
        let outcome = try? world.run(operation)
        let struck = faulty_count()
        faulty_set(kind.number, 0, 0)
        world.provider.hangUp()
        if verb == .revoke, outcome == .done { #expect(world.provider.others.isEmpty) }
        try world.sync()
        try world.expectLockstep(
            "\(verb) with \(kind) \(number) always \(always): \(String(describing: outcome))")
        try world.open().examine()
        return Int(struck)
    }

    @Test(
        "leaves a vault that opens, and one sync later both sides agree, at every N",
        arguments: Kind.allCases, Verb.allCases)
    func everywhere(_ kind: Kind, _ verb: Verb) throws {
        for always in [false, true] {
            var number = 1
            while try strike(kind, verb, at: number, always: always) > 0 { number += kind.step }
            #expect(number > kind.step || kind == .truncate, "\(kind) was never reached")
        }
    }

    /// Runs the verb until the current is gone; returns whether it went before the end.
    private func cut(_ verb: Verb, at number: Int, seed: UInt32) throws -> Bool {
        let world = try World()
        let operation = try begin(verb, in: world)
        faulty_set(faulty_power, number, 1)
        let outcome = try? world.run(operation)
        let struck = faulty_count() > 0
        faulty_lose_unsynced(seed)
        world.provider.hangUp()
        let comment = "\(verb), current gone at \(number), seed \(seed): \(String(describing: outcome))"
        if outcome == .done {
            let record = try world.open().record(named: try Label("ci"))
            #expect((record != nil) == (verb != .revoke), "\(comment)")
        }
        try world.sync()
        try world.expectLockstep(comment)
        return struck
    }

    @Test(
        "a power cut takes all that was not synced, or some of its sectors, and one sync later both sides agree",
        arguments: Verb.allCases, [0, 1, 2, 3] as [UInt32])
    func power(_ verb: Verb, _ seed: UInt32) throws {
        var number = 1
        while try cut(verb, at: number, seed: seed) { number += 1 }
        #expect(number > 10)
    }
}
