import Glibc
import Testing

@Suite("Where little memory can be locked")
struct MemoryLockTests {
    /// Root may lock as much as it likes.
    private let expected = geteuid() == 0 ? 0 : 1

    private func count(_ text: String, in said: String) -> Int { said.ranges(of: text).count }

    @Test("a program says so once, also with --json, and where all can be locked it says nothing")
    func warned() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        // A limit that is above what a verb needs is no reason to warn.
        for line in [
            "ulimit -l 0; lockstep show ci", "ulimit -l 16; lockstep show ci --json",
            "ulimit -l 64; lockstep run ci -- true",
        ] {
            let said = house.sh(line)
            #expect(said.code == 0 && count("not all memory", in: said.err) == expected, "\(line): \(said)")
        }
        let json = house.sh("ulimit -l 0; lockstep show ci --json").err
        #expect(
            json.isEmpty || json.hasPrefix(#"{"version":1,"warning":{"code":"unlocked-memory""#), "\(json)")
        let said = house.sh("lockstep get ci")
        #expect(said.code == 0 && said.err.isEmpty, "\(said)")
    }

    @Test("an agent says so when it starts, through whoever starts it")
    func agent() throws {
        let house = try House()
        let said = house.sh("ulimit -l 64; lockstep agent start")
        defer { house.sh("lockstep agent stop") }
        #expect(
            said.code == 0 && count("the agent: not all memory", in: said.err) == expected, "\(said)")
    }
}
