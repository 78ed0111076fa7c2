import TestSupport
import Testing

@Suite("Programs that are missing or cannot be executed are named, with the system's words")
struct ProgramsTests {
    /// `lockstep` in a folder of its own, whatever lies beside it.
    static let alone = "mkdir $F/bin; cp $(command -v lockstep) $F/bin/"

    @Test(
        "the agent",
        arguments: [
            (":", "No such file or directory"), ("touch $F/bin/lockstep-agent", "Permission denied"),
            ("mkdir $F/bin/lockstep-agent", "Permission denied"),
            ("printf x >$F/bin/lockstep-agent; chmod 755 $F/bin/lockstep-agent", "Exec format error"),
        ])
    func agent(_ prepared: String, _ words: String) throws {
        let house = try House()
        house.sh("\(ProgramsTests.alone); \(prepared)")
        for line in ["agent start", "unlock"] {
            let said = house.sh("$F/bin/lockstep \(line)")
            #expect(
                said.err == """
                    lockstep: '\(house.path)/bin/lockstep-agent' cannot be started: \(words).
                      lockstep-agent must be beside lockstep.\n
                    """, "\(said)")
            #expect(said.code == 1)
        }
    }

    @Test(
        "the provider",
        arguments: [
            (":", "No such file or directory"), ("touch $F/bin/lockstep-provider", "Permission denied"),
        ])
    func provider(_ prepared: String, _ words: String) throws {
        let house = try House()
        house.sh("\(ProgramsTests.alone); \(prepared)")
        let said = house.sh("$F/bin/lockstep create ci --scope linodes:ro --expiry 9d")
        #expect(said.code == 7, "\(said)")
        #expect(
            said.err.hasPrefix(
                "lockstep: The provider was not asked: \(house.path)/bin/lockstep-provider cannot be started: \(words).\n"
            ), "\(said)")
        let json = house.sh("$F/bin/lockstep create ci --scope linodes:ro --expiry 9d --json")
        #expect(json.err.contains(#""code":"helper""#) && json.err.contains(words), "\(json)")
    }
}
