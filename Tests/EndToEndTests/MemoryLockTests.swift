import Glibc
import Testing

@Suite("Where little memory can be locked")
struct MemoryLockTests {
    /// Root may lock as much as it likes.
    private let expected = geteuid() == 0 ? 0 : 1

    private func count(_ text: String, in said: String) -> Int { said.split(separator: text).count - 1 }

    @Test("a program says so once, also with --json, and where all can be locked it says nothing")
    func warned() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        for limit in [0, 64] {
            for flags in ["", " --json"] {
                let said = house.sh("ulimit -l \(limit); lockstep show ci\(flags)")
                #expect(
                    said.code == 0 && count("memory", in: "\n\(said.err)") == expected, "\(limit): \(said)")
                #expect(flags.isEmpty || said.err.isEmpty || said.err.contains(#""unlocked-memory""#))
            }
        }
        let said = house.sh("lockstep get ci")
        #expect(said.code == 0 && said.err.isEmpty, "\(said)")
    }

    @Test("an agent says so when it starts, through whoever starts it")
    func agent() throws {
        let house = try House()
        let said = house.sh("ulimit -l 64; lockstep agent start")
        defer { house.sh("lockstep agent stop") }
        #expect(
            said.code == 0 && count("the agent: not all memory", in: "\n\(said.err)") == expected, "\(said)")
    }
}
