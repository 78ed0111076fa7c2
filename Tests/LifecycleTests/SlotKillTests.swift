import Lifecycle
import Secrets
import TestSupport
import Testing

@Suite("A change of the ways to unlock a vault, stopped")
struct SlotKillTests {
    private func secret(_ byte: UInt8) throws -> SecretBytes {
        let bytes = [UInt8](repeating: byte, count: 32)
        return try SecretBytes(copying: bytes.span)
    }

    /// A world whose vault has one more key file, whose bytes are sevens.
    private func world() throws -> (World, SlotID) {
        let world = try World()
        try world.run(try world.creation("ci"))
        let ledger = try world.open()
        let added = try ledger.slot(
            .opened(.keyFile(try secret(7))), cost: .interactive, SlotNote("old", added: world.clock.now))
        try ledger.commit(
            OperationID(), journal: nil, changes: [.slots(SlotChange(adding: [added], noting: []))],
            string: nil)
        return (world, added.id)
    }

    private func change(_ world: World, _ old: SlotID, isReplaced: Bool) throws -> Rekeying {
        let ledger = try world.open()
        var change = SlotChange(
            removing: [old], noting: [AuditEntry(.slotRemoved, time: world.clock.now, label: "")])
        if isReplaced {
            change.added = [
                try ledger.slot(
                    .opened(.keyFile(try secret(8))), cost: .interactive,
                    SlotNote("new", added: world.clock.now))
            ]
        }
        return Rekeying(changing: change, keepsKeys: isReplaced, began: world.clock.now, by: nil)
    }

    @Test("anywhere: the old set or the new one, never none, and sync finishes it", arguments: [true, false])
    func stopped(isReplaced: Bool) throws {
        let wire = Tripwire(at: .max)
        let (reference, old) = try world()
        #expect(try reference.run(change(reference, old, isReplaced: isReplaced), wire: wire) == .done)
        #expect(wire.points >= 4)
        for point in 0..<wire.points {
            let (world, old) = try world()
            try world.run(change(world, old, isReplaced: isReplaced), wire: Tripwire(at: point))
            let (before, after) = try (opens(world, 7), opens(world, 8))
            #expect(isReplaced ? before != after : !after, "stopped at \(point)")
            // The first point is before the commit, all others are behind it.
            #expect(before == (point == 0), "stopped at \(point)")
            try world.sync()
            #expect(try opens(world, 7) == before && opens(world, 8) == after, "stopped at \(point)")
            #expect(try world.open().operations().isEmpty, "stopped at \(point)")
            try world.expectLockstep("slots changed, stopped at \(point)")
        }
    }

    private func opens(_ world: World, _ byte: UInt8) throws -> Bool {
        let given = Unlocking.keyFile(try secret(byte))
        return (try? world.open(given)) != nil
    }
}
