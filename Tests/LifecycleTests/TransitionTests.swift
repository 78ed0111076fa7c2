import Glibc
import Secrets
import TestSupport
import Testing

@testable import Lifecycle

@Suite("Every state and every event")
struct TransitionTests {
    /// One line a transition.
    private var table: [String] {
        Machines.states.flatMap { state in
            Machines.events.map { event in
                var machine = state.operation
                let step = machine.on(event.event, at: Machines.now, under: Machines.rules)
                let isSame = machine.journalEntry == state.operation.journalEntry
                let after =
                    Machines.states.first { $0.operation.journalEntry == machine.journalEntry }?.name
                    ?? Rendering.state(machine)
                return "\(state.name) + \(event.name) -> \(isSame ? "=" : after)"
                    + " [\(step.changes.map(Rendering.change).joined(separator: ", "))] \(Rendering.effect(step.effect))"
            }
        }
    }

    @Test("stand in transitions.txt (LOCKSTEP_WRITE_TABLE=1 writes it again)")
    func golden() throws {
        let path = "\(#filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined())/transitions.txt"
        let text = table.joined(separator: "\n") + "\n"
        if unsafe getenv("LOCKSTEP_WRITE_TABLE") != nil { TemporaryFolder.write(Array(text.utf8), to: path) }
        let kept = String(decoding: TemporaryFolder.bytes(of: path), as: UTF8.self)
        let lines = kept.split(separator: "\n").map(String.init)
        #expect(lines.count == Machines.states.count * Machines.events.count)
        for (wanted, found) in zip(lines, table) { #expect(wanted == found) }
    }

    /// Every transition, for rules that hold in all of them.
    private func each(_ body: (_ name: String, _ before: any StateMachine, Event, Step) -> Void) {
        for state in Machines.states {
            for event in Machines.events {
                var machine = state.operation
                let step = machine.on(event.event, at: Machines.now, under: Machines.rules)
                body("\(state.name) + \(event.name)", state.operation, event.event, step)
            }
        }
    }

    @Test("purge only when the token itself was refused")
    func purging() {
        each { name, _, event, step in
            guard step.changes.contains(where: { if case .purge = $0 { true } else { false } }) else {
                return
            }
            #expect(event == .failure(ProviderFailure(.deadCredential)), "\(name)")
        }
    }

    @Test("never let go of a token that was created: it is sealed in the same step")
    func sealing() {
        each { name, before, event, step in
            guard case .answer(.created) = event, let creation = before as? Creation,
                creation.state == .asking
            else { return }
            guard case .seal? = step.changes.first else {
                Issue.record("\(name) does not seal")
                return
            }
        }
    }

    @Test("never say that nothing was made while a listed token cannot be read: it may be the one")
    func unreadable() {
        each { name, before, event, step in
            guard before is Creation else { return }
            switch event {
            case .answer(.tokens(let all)) where !all.unreadable.isEmpty,
                .listing(let all) where !all.unreadable.isEmpty:
                #expect(!step.changes.contains { if case .release = $0 { true } else { false } }, "\(name)")
                if case .finish(.failed) = step.effect { Issue.record("\(name) gives up") }
                #expect(step.effect != .finish(.watching(.unknownOutcome)), "\(name)")
            default: return
            }
        }
    }

    @Test("never repeat a creation by themselves")
    func creating() {
        each { name, _, event, step in
            if case .ask(.create) = step.effect { #expect(event == .begin, "\(name)") }
        }
    }

    @Test("end a revocation as done only after the log was cleaned")
    func done() {
        each { name, before, event, step in
            guard before is Revocation, step.effect == .finish(.done) else { return }
            #expect(event == .scrubbed, "\(name)")
        }
    }

    @Test("survive the journal: what is written reads back the same")
    func encoding() throws {
        for state in Machines.states {
            let entry = state.operation.journalEntry
            #expect(try OperationKinds.read(entry).journalEntry == entry, "\(state.name)")
            // Without its last field a rekeying is one that is not deep.
            let isDeep = (state.operation as? Rekeying)?.isDeep == true
            for length in entry.bytes.indices where !(isDeep && length == entry.bytes.count - 6) {
                let short = JournalEntry(Array(entry.bytes.prefix(length)))
                #expect(throws: LedgerError(.altered, .journal), "\(state.name)") {
                    try OperationKinds.read(short)
                }
            }
        }
    }

    @Test("have numbers of their own, in the order of the registry")
    func numbers() {
        #expect(OperationKinds.all.map { $0.number } == (1...UInt8(OperationKinds.all.count)).map { $0 })
        #expect(Set(OperationKinds.all.map { $0.name }).count == OperationKinds.all.count)
    }
}
