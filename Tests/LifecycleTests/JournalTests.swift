import Glibc
import Secrets
import TestSupport
import Testing

@testable import Lifecycle

@Suite("What the journal has")
struct JournalTests {
    /// The lines of a file beside this one: names and bytes.
    private static func golden(_ name: String) -> [(name: String, bytes: [UInt8])] {
        let folder = #filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined()
        return String(decoding: TemporaryFolder.bytes(of: "\(folder)/\(name)"), as: UTF8.self)
            .split(separator: "\n").compactMap { line in
                let parts = line.split(separator: "\t").map(String.init)
                guard parts.count == 2, let bytes = Hex.bytes(parts[1]) else { return nil }
                return (parts[0], bytes)
            }
    }

    @Test("stands in journal.txt, byte for byte (LOCKSTEP_WRITE_TABLE=1 writes it again), and reads back")
    func second() throws {
        if unsafe getenv("LOCKSTEP_WRITE_TABLE") != nil {
            let path = "\(#filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined())/journal.txt"
            let lines = JournalStates.all.map {
                "\($0.name)\t\(Hex.text($0.operation.journalEntry.bytes))\n"
            }
            TemporaryFolder.write(Array(lines.joined().utf8), to: path)
        }
        let kept = Self.golden("journal.txt")
        #expect(kept.map(\.name) == JournalStates.all.map(\.name))
        for (line, state) in zip(kept, JournalStates.all) {
            #expect(state.operation.journalEntry.bytes == line.bytes, "\(line.name)")
            let read = try OperationKinds.read(JournalEntry(line.bytes))
            #expect(read.isSame(as: state.operation), "\(line.name)")
        }
    }

    @Test("of version 1, as its programs wrote it, is read as what it was")
    func first() throws {
        let kept = Self.golden("journal-format1.txt")
        #expect(kept.count == 46)
        for line in kept {
            let state = try #require(JournalStates.all.first { $0.name == line.name })
            var wanted = state.operation
            // The older kinds had no place for who began them.
            if !(wanted is Forgetting || wanted is UnmanagedRevocation) { wanted.subject.origin = nil }
            let read = try OperationKinds.read(format1: JournalEntry(line.bytes))
            #expect(read.journalEntry == wanted.journalEntry, "\(line.name)")
            #expect(throws: LedgerError(.altered, .journal), "\(line.name)") {
                try OperationKinds.read(format1: JournalEntry(line.bytes + [0]))
            }
        }
    }

    @Test("of version 1 has no kinds that came later", arguments: [0, 7, 200] as [UInt8])
    func firstKinds(_ number: UInt8) {
        #expect(throws: LedgerError(.altered, .journal)) {
            try OperationKinds.read(format1: JournalEntry([number]))
        }
    }

    @Test("names who began an operation, after a stop too")
    func origin() throws {
        for state in JournalStates.all {
            var operation = state.operation
            operation.subject.origin = JournalStates.origin
            let read = try OperationKinds.read(operation.journalEntry)
            #expect(read.subject.origin == JournalStates.origin, "\(state.name)")
            var stepped = read
            let step = stepped.on(.abandoned, at: Machines.now, under: Machines.rules)
            for case .note(let entry) in step.changes {
                #expect(entry.caller == JournalStates.origin.caller && entry.interface == .agent)
            }
        }
    }
}

extension StateMachine {
    func isSame(as other: any StateMachine) -> Bool { (other as? Self) == self }
}
