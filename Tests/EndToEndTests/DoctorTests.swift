import TestSupport
import Testing

@Suite("The doctor")
struct DoctorTests {
    @Test("finds a whole vault whole, and says what else deserves a look")
    func whole() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        let said = house.sh("lockstep doctor")
        #expect(
            said.code == 0 && said.out.contains("Nothing is damaged")
                && said.out.contains("seen no newer one"), "\(said)")
        #expect(said.out.contains("intact   1 token\n"), "\(said)")
        #expect(house.sh("lockstep doctor --json").out.contains(#""ok":true,"opened":true,"damages":[]"#))
        #expect(
            house.sh("lockstep doctor", ["LOCKSTEP_KEY_FILE=", "LOCKSTEP_VAULT=\(house.path)/none"]).code == 4
        )
        #expect(house.sh("lockstep doctor --accept-older --yes").err.contains("nothing to accept"))
        house.sh(
            "curl -s -X POST -d '{\"fault\": \"status\", \"status\": 403, \"method\": \"DELETE\"}' "
                + "$LOCKSTEP_LINODE_URL/_sandbox/faults; lockstep revoke ci --yes")
        let pending = house.sh("lockstep doctor")
        #expect(pending.code == 0 && pending.out.contains("warning  pending: revoke 'ci'"), "\(pending)")
    }

    @Test(
        "an older copy put back is refused, shown, and accepted on purpose; sync then brings both sides together"
    )
    func older() throws {
        let house = try House()
        house.sh("lockstep create old --scope linodes:ro --expiry 9d")
        house.sh("lockstep create kept --scope linodes:ro --expiry 9d; cp -r $F/data $F/copy")
        house.sh("lockstep create new --scope linodes:ro --expiry 9d; lockstep revoke old --yes")
        house.sh("rm -r $F/data; mv $F/copy $F/data")
        let refused = house.sh("lockstep get kept")
        #expect(refused.code == 9 && refused.err.contains("--accept-older"), "\(refused)")
        let shown = house.sh("lockstep doctor")
        #expect(shown.code == 9 && shown.out.contains("DAMAGED  older"), "\(shown)")
        #expect(house.sh("lockstep doctor --accept-older --no-input").code == 3)
        #expect(house.sh("lockstep get kept").code == 9)
        #expect(house.sh("lockstep doctor --accept-older --yes").code == 0)
        // Any token in it may have been revoked since.
        let kept = house.sh("lockstep get kept")
        #expect(kept.code == 8 && kept.out.isEmpty && kept.err.contains("lockstep sync"), "\(kept)")
        #expect(house.sh("lockstep audit --json").out.contains("older-accepted"))
        #expect(house.sh("lockstep sync").code == 0)
        #expect(house.sh("lockstep get kept").code == 0)
        #expect(house.sh("lockstep get old").code == 4)
        #expect(house.sh("lockstep list --remote --json").out.contains(#""label":"new""#))
    }

    @Test("a damaged file is told, with what is whole in it, and nothing is handed out that is not")
    func damaged() throws {
        let house = try House()
        house.sh(
            "lockstep create ci --scope linodes:ro --expiry 9d; lockstep create cd --scope linodes:ro --expiry 9d"
        )
        house.sh("lockstep revoke cd --yes")
        let size = TemporaryFolder.bytes(of: house.vault).count
        var codes: Set<Int32> = []
        for place in stride(from: 120, to: size, by: size / 23) {
            house.sh(
                "cp $LOCKSTEP_VAULT $F/whole; printf XYZ | dd of=$LOCKSTEP_VAULT bs=1 seek=\(place) conv=notrunc"
            )
            let said = house.sh("lockstep doctor")
            #expect([0, 9].contains(said.code), "at \(place): \(said)")
            if said.code == 9 {
                #expect(said.out.contains("DAMAGED") || said.err.contains("not a Lockstep"), "\(said)")
            }
            #expect(house.sh("lockstep doctor --json").code == said.code)
            codes.insert(said.code)
            house.sh("cp $F/whole $LOCKSTEP_VAULT")
        }
        #expect(codes.contains(9))
        #expect(house.sh("lockstep doctor").code == 0)
    }

    @Test(
        "an unlocked agent finds the same, in a damaged vault, too, and nobody is asked for anything",
        arguments: [
            ("SELECT 1", 0), ("DELETE FROM nodes", 9), ("UPDATE cells256 SET value = randomblob(256)", 9),
            ("DELETE FROM first WHERE id = 3; DELETE FROM second WHERE id = 3", 9),
        ] as [(String, Int32)])
    func agent(_ statement: String, _ code: Int32) throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d; lockstep agent start && lockstep unlock")
        Raw.run(statement, in: house.vault)
        let commands = ["lockstep doctor --no-input", "lockstep doctor --no-input --json"]
        let said = commands.map { house.sh($0, ["LOCKSTEP_KEY_FILE="]) }
        #expect(house.sh("lockstep agent stop").code == 0)
        let alone = commands.map { house.sh($0) }
        #expect(said.map(\.code) == [code, code] && alone.map(\.code) == [code, code], "\(said) \(alone)")
        #expect(said.map(\.out) == alone.map(\.out))
    }

    @Test("a damaged slot is told as such, to a passphrase that is right, too")
    func damagedSlot() throws {
        let house = try House(isReady: false)
        let secret = ["LOCKSTEP_KEY_FILE=", "LOCKSTEP_PASSPHRASE_FILE=\(house.path)/phrase"]
        house.sh(
            "echo a passphrase of some length >$F/phrase; lockstep init --recovery-file $F/recovery", secret)
        #expect(house.sh("lockstep doctor", secret).code == 0)
        for table in ["first", "second"] {
            Raw.run(
                "UPDATE \(table) SET value = CAST(substr(value, 1, 40) || x'00112233445566778899' || substr(value, 51) AS BLOB) WHERE id = 2",
                in: house.vault)
        }
        let said = house.sh("lockstep doctor", secret)
        #expect(said.code == 9 && said.out.contains("DAMAGED  slot"), "\(said)")
    }

    @Test("what it says to do brings a damaged vault back")
    func remedy() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        Raw.run("SELECT 1", in: house.vault)  // which empties the log
        house.sh("cp $LOCKSTEP_VAULT $F/copy; lockstep create later --scope linodes:ro --expiry 9d")
        for table in ["first", "second"] {
            Raw.run("UPDATE \(table) SET value = randomblob(length(value)) WHERE id = 3", in: house.vault)
        }
        let said = house.sh("lockstep doctor")
        let hint = "move \(house.vault), \(house.vault)-wal and \(house.vault)-shm aside"
        #expect(said.code == 9 && said.err.contains(hint), "\(said)")
        #expect(said.err.contains("lockstep doctor --accept-older\n"), "\(said)")
        house.sh("mkdir $F/aside; mv $LOCKSTEP_VAULT $LOCKSTEP_VAULT-wal $LOCKSTEP_VAULT-shm $F/aside")
        house.sh("cp $F/copy $LOCKSTEP_VAULT")
        #expect(house.sh("lockstep doctor --accept-older --yes").code == 0)
        #expect(house.sh("lockstep sync").code == 0)
        #expect(house.sh("lockstep get ci").code == 0)
        #expect(house.sh("lockstep list --remote --json").out.contains(#""label":"later""#))
    }
}
