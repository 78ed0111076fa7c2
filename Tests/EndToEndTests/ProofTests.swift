import TestSupport
import Testing

/// The table in SECURITY.md, "What each command proves".
@Suite("What each command proves")
struct ProofTests {
    static let commands = ["list", "get b", "show b", "status", "audit", "doctor"]

    /// What is done to the file, and which of the commands refuse it.
    static let cases: [(String, Set<String>)] = [
        ("DELETE FROM audit", ["show b", "audit", "doctor"]),
        ("DELETE FROM audit WHERE sequence = 2", ["show b", "audit", "doctor"]),
        ("UPDATE audit SET entry = randomblob(99) WHERE sequence = 1", ["show b", "audit", "doctor"]),
        (
            "INSERT INTO audit SELECT max(sequence) + 1, randomblob(99) FROM audit",
            ["get b", "show b", "audit", "doctor"]
        ),
        ("UPDATE item SET string = randomblob(99) WHERE kind = 1", Set(commands)),
        (
            "UPDATE item SET metadata = randomblob(99) WHERE kind = 2",
            ["list", "show b", "status", "audit", "doctor"]
        ),
        (
            "INSERT INTO item SELECT kind, randomblob(16), metadata, data_key, string FROM item WHERE kind = 1",
            ["list", "status", "audit", "doctor"]
        ),
        ("DELETE FROM name", ["get b", "show b", "audit", "doctor"]),
        ("INSERT INTO name SELECT randomblob(32), item FROM name LIMIT 1", ["audit", "doctor"]),
        (
            "INSERT INTO operation VALUES (randomblob(16), randomblob(99))",
            ["list", "show b", "status", "audit", "doctor"]
        ),
        ("INSERT INTO node VALUES (99999999, randomblob(33))", ["audit", "doctor"]),
        (
            "PRAGMA ignore_check_constraints = ON; INSERT INTO vault SELECT 2, id, head FROM vault",
            ["audit", "doctor"]
        ),
        ("DELETE FROM slot WHERE kind = 3", Set(commands)),
        ("UPDATE vault SET head = randomblob(length(head))", Set(commands)),
        ("CREATE TABLE more (x)", Set(commands)), ("DELETE FROM node", Set(commands)),
    ]

    @Test("is what the documentation says of it")
    func table() throws {
        let house = try House()
        for label in ["a", "b"] { house.sh("lockstep create \(label) --scope linodes:ro --expiry 9d") }
        house.sh("lockstep get a; cp -r $F/data $F/kept; cp -r $F/state $F/seen")
        for (statement, refusing) in ProofTests.cases {
            for command in ProofTests.commands {
                house.sh("rm -r $F/data $F/state; cp -r $F/kept $F/data; cp -r $F/seen $F/state")
                Raw.run(statement, in: house.vault)
                let said = house.sh("lockstep \(command)")
                #expect(
                    said.code == (refusing.contains(command) ? 9 : 0), "\(command), \(statement): \(said)")
                guard command == "doctor" else { continue }
                // It tells what it found, and sends nobody in a circle.
                #expect(said.out.contains("DAMAGED") && !said.err.contains("lockstep doctor\n"), "\(said)")
            }
        }
    }
}
