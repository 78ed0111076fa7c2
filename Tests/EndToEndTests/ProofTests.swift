import TestSupport
import Testing

/// The table in SECURITY.md, "What each command proves".
@Suite("What each command proves")
struct ProofTests {
    static let commands = ["list", "get b", "show b", "status", "audit", "audit --verify", "doctor"]
    /// Those that read everything.
    private static let thorough: Set<String> = ["audit --verify", "doctor"]

    /// What is done to the file, and which of the commands refuse it.
    static let cases: [(String, Set<String>)] = [
        ("DELETE FROM changes", Set(commands)),
        ("DELETE FROM changes WHERE id = 2", thorough.union(["audit"])),
        ("UPDATE changes SET value = randomblob(length(value)) WHERE id = 2", thorough.union(["audit"])),
        (
            "INSERT INTO changes SELECT max(id) + 1, randomblob(341) FROM changes",
            thorough.union(["audit", "get b"])
        ),
        ("UPDATE cells256 SET value = randomblob(256)", thorough.union(["get b"])),
        (
            "UPDATE items SET value = CAST(substr(value, 1, 5) || randomblob(length(value) - 5) AS BLOB)",
            Set(commands).subtracting(["audit"])
        ),
        (
            "INSERT INTO items SELECT randomblob(16), value FROM items LIMIT 1",
            thorough.union(["list", "status"])
        ),
        ("DELETE FROM labels", thorough.union(["get b", "show b"])),
        ("INSERT INTO labels SELECT randomblob(16), value FROM labels LIMIT 1", thorough),
        (
            "INSERT INTO operations VALUES (randomblob(16), randomblob(557))",
            thorough.union(["list", "show b", "status"])
        ),
        ("INSERT INTO nodes VALUES (99999999, randomblob(37))", thorough),
        ("UPDATE first SET value = randomblob(length(value)) WHERE id = 3", ["doctor"]),
        ("UPDATE second SET value = randomblob(length(value)) WHERE id = 3", ["doctor"]),
        (
            "UPDATE first SET value = randomblob(length(value)); UPDATE second SET value = randomblob(length(value))",
            Set(commands)
        ),
        ("CREATE TABLE more (x)", Set(commands)), ("DELETE FROM nodes", Set(commands)),
    ]

    @Test("is what the documentation says of it", arguments: cases)
    func table(_ statement: String, _ refusing: Set<String>) throws {
        let house = try House()
        for label in ["a", "b"] { house.sh("lockstep create \(label) --scope linodes:ro --expiry 9d") }
        house.sh("lockstep get a; cp -r $F/data $F/kept; cp -r $F/state $F/seen")
        for command in ProofTests.commands {
            house.sh("rm -r $F/data $F/state; cp -r $F/kept $F/data; cp -r $F/seen $F/state")
            Raw.run(statement, in: house.vault)
            let said = house.sh("lockstep \(command)")
            #expect(said.code == (refusing.contains(command) ? 9 : 0), "\(command), \(statement): \(said)")
            guard command == "doctor" else { continue }
            // It tells what it found, and sends nobody in a circle.
            #expect(said.out.contains("DAMAGED") && !said.err.contains("lockstep doctor\n"), "\(said)")
        }
    }

    /// What is done to the files of this machine's hand-outs, and which of the commands refuse it.
    static let logs: [(String, Set<String>)] = [
        ("truncate -s -9 $L", thorough.union(["get b", "show b", "audit"])),
        ("rm $L", thorough.union(["get b", "show b", "audit"])),
        ("printf XYZ | dd of=$L bs=1 seek=60 conv=notrunc", thorough.union(["show b", "audit"])),
    ]

    @Test("is so of the reading log, too", arguments: logs)
    func readings(_ line: String, _ refusing: Set<String>) throws {
        let house = try House()
        for label in ["a", "b"] { house.sh("lockstep create \(label) --scope linodes:ro --expiry 9d") }
        house.sh("for n in 1 2 3; do lockstep get b; done; cp -r $F/state $F/seen")
        for command in ProofTests.commands {
            house.sh(
                "rm -r $F/state; cp -r $F/seen $F/state; L=$(echo $F/state/lockstep/*/readings/*.log); \(line)"
            )
            let said = house.sh("lockstep \(command)")
            #expect(said.code == (refusing.contains(command) ? 9 : 0), "\(command), \(line): \(said)")
        }
    }
}
