import Glibc
import TestSupport
import Testing

@Suite("What is said is so, and what is hinted works")
struct TruthTests {
    @Test("revoke touches no token of another account, and filters narrow each other")
    func filters() throws {
        let house = try House()
        house.sh("printf %s $PROVISIONING | lockstep login second --token-stdin")
        let first = house.sh("lockstep status --json").out.contains("second")
        #expect(first)
        house.sh(
            """
            account=$(lockstep status --json | tr ',' '\\n' | sed -n 's/.*"account":"\\([^"]*\\)".*/\\1/p' | grep -v second)
            lockstep create ci-1 --account $account --scope linodes:ro --expiry 9d
            lockstep create other --account second --scope linodes:ro --expiry 9d
            """)
        let wrong = house.sh("lockstep revoke ci-1 --account second --yes")
        #expect(wrong.code == 4 && wrong.err.contains("'second'"), "\(wrong)")
        let forgotten = house.sh("lockstep revoke ci-1 --account second --forget --yes")
        #expect(forgotten.code == 4, "\(forgotten)")
        let none = house.sh("lockstep revoke --expired --matching 'ci-*' --yes")
        #expect(none.code == 0 && none.err.contains("No token matches"), "\(none)")
        let both = house.sh("lockstep revoke --all --account second --matching 'ci-*' --yes")
        #expect(both.code == 0 && both.err.contains("No token matches"), "\(both)")
        #expect(house.sh("lockstep get ci-1 && lockstep get other").code == 0)
        #expect(house.sh("lockstep revoke ci-1 --all --yes").code == 2)
    }

    @Test("a creation that cannot be undone yet says so, keeps its label, and sync does what the hint says")
    func undone() throws {
        let house = try House()
        house.sandbox.fault(#"{"fault": "reset-after", "method": "POST", "times": 1}"#)
        house.sandbox.fault(
            #"{"fault": "status", "status": 500, "method": "GET", "path": "/v4/profile/tokens"}"#)
        let said = house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        #expect(said.code == 8 && said.err.contains("Undo it with: lockstep sync"), "\(said)")
        let taken = house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        #expect(taken.code == 10 && taken.err.contains("unfinished"), "\(taken)")
        #expect(taken.err.contains("lockstep sync") && !taken.err.contains("lockstep show"), "\(taken)")
        house.sandbox.clearFaults()
        let synced = house.sh("lockstep sync --json")
        #expect(synced.code == 0, "\(synced)")
        #expect(synced.out.components(of: #""operation":"create""#) == 1, "\(synced)")
        #expect(synced.out.contains(#""reason":"stray-deleted""#), "\(synced)")
        let again = house.sh("lockstep sync --json")
        #expect(again.out.contains(#""operations":[]"#), "told again: \(again)")
        #expect(house.sh("lockstep create ci --scope linodes:ro --expiry 9d").code == 0)
    }

    @Test("a revocation that cannot go on does not say that the vault is as it was")
    func pending() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        house.sh(
            "curl -s -X DELETE -H \"Authorization: Bearer $PROVISIONING\" $LOCKSTEP_LINODE_URL/v4/profile/tokens/1"
        )
        let said = house.sh("lockstep revoke ci --yes")
        #expect(said.code == 8 && !said.err.contains("as it was"), "\(said)")
        #expect(said.err.contains("It is in the journal"), "\(said)")
    }

    @Test("a vault that this user may not look at is not called missing, and its place is named")
    func hidden() throws {
        let house = try House()
        let missing = house.sh("lockstep list --vault $F/none.db")
        #expect(missing.code == 4 && missing.err.contains("none.db"), "\(missing)")
        let hint = missing.err.components(between: "lockstep init", and: "\n")
        #expect(
            house.sh("lockstep init\(hint) --key-file $F/otherkey --recovery-file $F/paper").code == 0,
            "\(missing)")
        guard geteuid() != 0 else { return }
        for verb in ["list", "get ci", "status", "doctor", "unlock", "agent start"] {
            let said = house.sh("chmod 000 $F/data; lockstep \(verb); s=$?; chmod 700 $F/data; exit $s")
            #expect(said.code == 11 && said.err.contains("vault.db"), "\(verb): \(said)")
            #expect(!said.err.contains("init"), "\(verb): \(said)")
        }
    }

    @Test("no file of the vault, and none that unlocks it, is written to as something else")
    func ownFiles() throws {
        let house = try House()
        let ci = house.sh("lockstep create ci --scope linodes:ro --expiry 9d; lockstep get ci").out
        house.sh("echo '{{ lockstep://ci }}' >$F/t; ln -s $LOCKSTEP_VAULT $F/link")
        for file in [
            "$LOCKSTEP_VAULT", "$LOCKSTEP_VAULT-wal", "$F/data/../data/vault.db-lock", "$F/link", "$F/key",
        ] {
            let said = house.sh("lockstep inject -i $F/t -o \(file)")
            #expect(said.code == 2 && said.err.contains("belongs to it"), "\(file): \(said)")
            let archived = house.sh("lockstep audit archive \(file)")
            #expect(archived.code == 2 && archived.err.contains("Nothing was archived, and"), "\(archived)")
        }
        #expect(house.sh("lockstep get ci").out == ci)
        for ending in ["", "-wal", "-shm", "-journal", "-lock", "-agent"] {
            let said = house.sh(
                "lockstep init --vault $F/new.db --key-file $F/new.db\(ending) --recovery-file $F/paper; ls $F | grep -c new"
            )
            #expect(
                said.err.contains("would be in the place of a file of the vault") && said.out == "0\n",
                "\(said)")
        }
    }

    @Test("a hint that names a command names the flags that it needs")
    func flags() throws {
        let house = try House()
        let said = house.sh("lockstep get none --vault $LOCKSTEP_VAULT --key-file $F/key")
        #expect(said.err.contains("lockstep list (with the same --vault and --key-file)"), "\(said)")
        #expect(!house.sh("lockstep get none").err.contains("with the same"))
        let made = house.sh(
            "lockstep init --vault $F/other.db --key-file $F/otherkey --recovery-file $F/paper2")
        #expect(
            made.err.contains("Next: lockstep login --vault \(house.path)/other.db --key-file"), "\(made)")
    }

    @Test(
        "a user without a home needs the variables that are named, and no others",
        .enabled(if: House.can("unshare --user --map-user=54321 true"), "no user namespace here"))
    func homeless() throws {
        let house = try House()
        let become = "unshare --user --map-user=54321 --map-group=54321 env -u HOME"
        let said = house.sh("\(become) -u XDG_STATE_HOME lockstep list")
        #expect(said.code == 1 && said.err.contains("HOME or XDG_STATE_HOME"), "\(said)")
        #expect(house.sh("\(become) lockstep list").code == 0)
    }
}

extension String {
    /// What stands between two texts, where they come first.
    fileprivate func components(between start: String, and end: String) -> String {
        guard let from = range(of: start) else { return "" }
        let rest = String(decoding: Array(utf8)[from...], as: UTF8.self)
        return String(rest.prefix { String($0) != end })
    }
}
