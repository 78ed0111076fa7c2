import TestSupport
import Testing

@Suite("The audit log, as a person meets it")
struct AuditTests {
    private func house(gets: Int) throws -> House {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        let made = house.sh("for n in $(seq \(gets)); do lockstep get ci >/dev/null || exit 1; done")
        #expect(made.code == 0, "\(made)")
        return house
    }

    private func count(_ said: Said) -> Int { said.out.split(separator: #"{"time""#).count - 1 }

    @Test("shows the newest that fit, says that there are older ones, and all where all are asked for")
    func limit() throws {
        let house = try house(gets: 5)
        let some = house.sh("lockstep audit --json --limit 3")
        #expect(count(some) == 3 && some.out.contains(#""verified":false,"more":true"#), "\(some)")
        let all = house.sh("lockstep audit --json --limit 0")
        #expect(count(all) == 10 && all.out.contains(#""more":false"#), "\(all)")
        let text = house.sh("lockstep audit --limit 4")
        #expect(text.err.contains("all: --limit 0") && text.out.split(separator: "\n").count == 5, "\(text)")
        // Limits count what fits, and the oldest is printed first.
        let made = house.sh("lockstep audit --limit 2 --event vault-made --event create-begun")
        let events = made.out.split(separator: "\n").dropFirst().map { $0.split(separator: " ")[2] }
        #expect(events == ["vault-made", "create-begun"] && made.err.isEmpty, "\(made)")
        for wrong in ["-1", "x", "1.5"] { #expect(house.sh("lockstep audit --limit \(wrong)").code == 2) }
    }

    @Test("says that all is proven only where all was proven")
    func verify() throws {
        let house = try house(gets: 3)
        let plain = house.sh("lockstep audit")
        #expect(plain.code == 0 && !plain.err.contains("Verified"), "\(plain)")
        let said = house.sh("lockstep audit --verify --limit 1")
        #expect(said.err.contains("Verified: 8 entries, and every row of the vault."), "\(said)")
        let json = house.sh("lockstep audit --verify --json").out
        #expect(json.contains(#""verified":true"#) && json.contains(#""counts":{"changes":5,"readings":3"#))
        // A row that nobody reads, and the file of the hand-outs.
        house.sh("cp -r $F/state $F/kept")
        house.sh("f=$(echo $F/state/lockstep/*/readings/*.log); truncate -s -9 $f")
        let cut = house.sh("lockstep audit --verify")
        #expect(cut.code == 9 && cut.err.contains(".log lacks entries"), "\(cut)")
        house.sh("rm -r $F/state; mv $F/kept $F/state")
        Raw.run("INSERT INTO nodes VALUES (99999999, randomblob(37))", in: house.vault)
        #expect(house.sh("lockstep audit").code == 0)
        let stray = house.sh("lockstep audit --verify")
        #expect(stray.code == 9, "\(stray)")
    }

    @Test("says who had a label, and show who had it last")
    func readers() throws {
        let house = try house(gets: 2)
        house.sh("lockstep run ci -- true")
        let said = house.sh("lockstep audit --readers ci")
        #expect(said.code == 0 && said.out.contains("GENERATION") && said.out.contains("sh"), "\(said)")
        let json = house.sh("lockstep audit --readers ci --json").out
        #expect(json.contains(#""label":"ci","count":3,"#) && json.contains(#""complete":true"#), "\(json)")
        #expect(json.contains(#""readers":[{"generation":1,"executable":""#), "\(json)")
        #expect(house.sh("lockstep show ci").out.contains("read        3 times, last "))
        let none = house.sh("lockstep audit --readers nope")
        #expect(none.code == 0 && none.err.contains("Nobody got 'nope'"), "\(none)")
        #expect(house.sh("lockstep audit --readers ci --follow").code == 2)
    }

    @Test(
        "follows both logs, line by line, through a pipe, and ends with its reader",
        arguments: [
            ("handed-out", "lockstep get ci"), ("renamed", "lockstep rename ci cd; lockstep rename cd ci"),
        ])
    func follow(_ event: String, _ command: String) throws {
        let house = try house(gets: 1)
        let said = house.sh(
            """
            lockstep audit --follow --json --event \(event) | { read a; read b; echo "$a"; echo "$b"; } >$F/read &
            n=0
            while [ ! -s $F/read ] && [ $n -lt 100 ]; do n=$((n + 1)); { \(command); } >/dev/null; done
            wait
            cat $F/read
            """)
        let lines = said.out.split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix(#"{"time":""#) }, "\(said)")
        #expect(lines.allSatisfy { $0.contains("\"event\":\"\(event)\"") }, "\(said)")
    }

    @Test("follows from the newest that were asked for on, until it is interrupted")
    func older() throws {
        let house = try house(gets: 1)
        let said = house.sh("timeout --foreground -s INT 2 lockstep audit --follow --limit 2; echo $?")
        #expect(said.out.split(separator: "\n").count == 3, "\(said)")
    }

    @Test("follows through an agent until that locks, and says so in one line with exit code 3")
    func followLocked() throws {
        let house = try house(gets: 1)
        defer { house.sh("lockstep agent stop") }
        let said = house.sh(
            """
            lockstep unlock 2>/dev/null
            lockstep audit --follow --limit 1 >$F/shown 2>$F/said &
            n=0
            while [ ! -s $F/shown ] && [ $n -lt 100000 ]; do n=$((n + 1)); done
            lockstep lock 2>/dev/null
            wait $!
            echo $?
            cat $F/said
            """)
        let lines = said.out.split(separator: "\n")
        #expect(lines.count == 2 && lines.first == "3", "\(said)")
        #expect(said.out.contains("The agent was locked or ended"), "\(said)")
    }

    @Test(
        "moves hand-outs into an archive that is proven, keeps what is known of readers, and shows the archive"
    )
    func archive() throws {
        let house = try house(gets: 3)
        #expect(house.sh("lockstep audit archive $F/none --before 1d --json").out.contains(#""file":null"#))
        #expect(house.sh("test -e $F/none").code == 1)
        house.sh("touch $F/taken")
        let taken = house.sh("lockstep audit archive $F/taken")
        #expect(taken.code == 10 && taken.err.contains("already"), "\(taken)")
        let moved = house.sh("lockstep audit archive $F/a")
        #expect(moved.code == 0 && moved.err.contains("Moved 3 hand-outs"), "\(moved)")
        #expect(count(house.sh("lockstep audit --json --event handed-out")) == 0)
        #expect(house.sh("lockstep audit --event readings-archived").out.contains("3 hand-outs"))
        #expect(house.sh("lockstep show ci").out.contains("read        3 times"))
        let verified = house.sh("lockstep audit --verify")
        #expect(verified.code == 0 && verified.err.contains("3 older hand-outs were archived"), "\(verified)")
        let shown = house.sh("lockstep audit --archive $F/a --json --limit 2")
        #expect(count(shown) == 2 && shown.out.contains(#""verified":true,"more":true"#), "\(shown)")
        #expect(house.sh("lockstep audit --archive $F/a").err.contains("Verified: 3 hand-outs"))
        #expect(house.sh("lockstep get ci >/dev/null && lockstep audit --verify").code == 0)
        house.sh("printf x | dd of=$F/a bs=1 seek=150 conv=notrunc")
        let altered = house.sh("lockstep audit --archive $F/a")
        #expect(altered.code == 9 && altered.out.isEmpty && altered.err.contains("archive"), "\(altered)")
        for (file, code) in [("$F/taken", 9), ("$F/nowhere", 4)] {
            let said = house.sh("lockstep audit --archive \(file)")
            #expect(said.code == Int32(code), "\(said)")
        }
    }

    @Test("a receipt is proven without a vault, and one that was changed proves nothing")
    func receipt() throws {
        let house = try house(gets: 0)
        let made = house.sh("lockstep revoke ci --yes && lockstep audit receipt ci >$F/r && cat $F/r")
        #expect(made.code == 0 && made.out.contains(#""account":"sandbox""#), "\(made)")
        let bare = ["LOCKSTEP_KEY_FILE=", "LOCKSTEP_VAULT=\(house.path)/none"]
        let said = house.sh("lockstep audit verify $F/r", bare)
        #expect(said.code == 0 && said.out.contains("label       ci\n"), "\(said)")
        #expect(
            said.out.contains("account     sandbox\n") && said.out.contains("provider    linode\n"), "\(said)"
        )
        let json = house.sh("lockstep audit verify - --json <$F/r", bare)
        #expect(json.code == 0 && json.out.contains(#"{"version":1,"verified":true,"label":"ci""#), "\(json)")
        let key = house.sh("lockstep audit key").out.split(separator: "\n").first.map(String.init) ?? "-"
        #expect(json.out.contains("\"key\":\"\(key)\""), "\(json)")
        let changed = house.sh(
            "sed 's/\\(\"statement\":\".\\{80\\}\\)./\\1x/' $F/r >$F/x; lockstep audit verify $F/x", bare)
        #expect(changed.code == 2 || changed.code == 9, "\(changed)")
        let signature = house.sh(
            "sed 's/\\(\"signature\":\"\\)../\\100/' $F/r >$F/y; lockstep audit verify $F/y", bare)
        #expect(signature.code == 9 && signature.err.contains("It proves nothing"), "\(signature)")
        #expect(house.sh("echo '{}' | lockstep audit verify -", bare).code == 2)
    }

    @Test("how long hand-outs are kept is set in the vault, and shown")
    func keep() throws {
        let house = try house(gets: 0)
        #expect(house.sh("lockstep set").out.contains("audit-keep        400 d\n"))
        #expect(house.sh("lockstep set --audit-keep 90d --json").out.contains(#""auditKeep":7776000"#))
        #expect(house.sh("lockstep audit --event setting-changed").out.contains("audit-keep: 90d"))
        for wrong in ["1h", "101y", "never", "0d"] {
            let said = house.sh("lockstep set --audit-keep \(wrong)")
            #expect(said.code == 2, "\(said)")
        }
        #expect(house.sh("lockstep set").out.contains("audit-keep        90 d\naskpass           none\n"))
        #expect(house.sh("lockstep set --no-input", ["LOCKSTEP_KEY_FILE="]).code == 3)
    }
}
