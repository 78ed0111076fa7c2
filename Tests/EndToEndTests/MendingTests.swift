import TestSupport
import Testing

@Suite("What the doctor mends and takes note of")
struct MendingTests {
    private func house() throws -> House {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        return house
    }

    @Test(
        "what stands twice opens by the other place, is told of, and is mended",
        arguments: ["first", "second"],
        [1, 2, 3])
    func twice(_ table: String, _ row: Int) throws {
        let house = try house()
        Raw.run(
            "UPDATE \(table) SET value = randomblob(length(value)) WHERE id = \(row)", in: house.vault)
        let got = house.sh("lockstep get ci")
        #expect(got.code == 0 && got.out.utf8.count == 65, "\(got)")
        let said = house.sh("lockstep doctor")
        #expect(said.code == 9 && said.out.contains("DAMAGED  \(table): "), "\(said)")
        #expect(said.err.contains("lockstep doctor --repair\n"), "\(said)")
        let mended = house.sh("lockstep doctor --repair")
        #expect(mended.code == 0 && mended.err.contains("Repaired"), "\(mended)")
        let whole = house.sh("lockstep doctor && lockstep audit --verify --event repaired")
        #expect(whole.code == 0 && whole.out.contains("repaired"), "\(whole)")
        #expect(house.sh("lockstep doctor --repair").err.contains("nothing was changed"))
    }

    @Test("a slot that is damaged in one place opens by the other, and a warning says so")
    func slot() throws {
        let house = try house()
        Raw.run(
            "UPDATE first SET value = CAST(substr(value, 1, 40) || randomblob(60) || substr(value, 101) AS BLOB) WHERE id = 2",
            in: house.vault)
        let got = house.sh("lockstep get ci")
        #expect(got.code == 0 && got.err.contains("What to repair: lockstep doctor"), "\(got)")
        #expect(house.sh("lockstep doctor --repair").code == 0)
        #expect(house.sh("lockstep get ci").err.isEmpty)
    }

    @Test("a damaged reading log is told with its file, stops hand-outs, and is accepted on purpose")
    func log() throws {
        let house = try house()
        house.sh(
            "for n in 1 2 3; do lockstep get ci; done; truncate -s -9 $F/state/lockstep/*/readings/*.log")
        let got = house.sh("lockstep get ci")
        #expect(got.code == 9 && got.out.isEmpty && got.err.contains(".log"), "\(got)")
        let said = house.sh("lockstep doctor")
        #expect(
            said.code == 9 && said.out.contains("DAMAGED  reading") && said.out.contains(".log"), "\(said)")
        #expect(said.err.contains("lockstep doctor --accept-log"), "\(said)")
        #expect(house.sh("lockstep doctor --accept-log --no-input").code == 3)
        let accepted = house.sh("lockstep doctor --accept-log --yes")
        #expect(accepted.code == 0, "\(accepted)")
        #expect(house.sh("lockstep get ci").out.utf8.count == 65)
        let again = house.sh("lockstep doctor && lockstep audit --verify")
        #expect(again.code == 0 && again.out.contains("warning  reading: The reading log"), "\(again)")
        #expect(house.sh("lockstep audit --event repaired").out.contains("reading log accepted as damaged"))
        #expect(house.sh("lockstep doctor --accept-log").err.contains("nothing was changed"))
    }

    @Test("a vault that was changed elsewhere is told from an older one, and accepted on purpose")
    func fork() throws {
        let house = try house()
        house.sh("lockstep doctor && cp -r $F/data $F/copy && cp -r $F/state $F/seen")
        house.sh(
            "lockstep create here --scope linodes:ro --expiry 9d; mv $F/data $F/mine; mv $F/state $F/ours")
        house.sh("mv $F/copy $F/data; mv $F/seen $F/state")
        house.sh("lockstep create there --scope linodes:ro --expiry 9d; lockstep rename there over")
        house.sh("rm -r $F/state; mv $F/ours $F/state")
        let got = house.sh("lockstep get ci")
        #expect(got.code == 9 && got.err.contains("changed elsewhere"), "\(got)")
        let said = house.sh("lockstep doctor")
        #expect(said.code == 9 && said.out.contains("DAMAGED  forked"), "\(said)")
        #expect(house.sh("lockstep doctor --accept-older --yes").code == 0)
        #expect(house.sh("lockstep sync && lockstep get ci && lockstep get over").code == 0)
    }
}
