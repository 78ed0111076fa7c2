import Glibc
import TestSupport
import Testing

@Suite("What goes wrong has its exit code, a sentence and a remedy, and loses nothing")
struct ErrorTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let line: String
        let code: Int32
        let says: String
        var testDescription: String { name }

        init(_ name: String, _ line: String, _ code: Int32, _ says: String) {
            (self.name, self.line, self.code, self.says) = (name, line, code, says)
        }
    }

    static let create = "lockstep create new --scope linodes:ro --expiry 1d"
    static let login = "lockstep login other --token-stdin <$F/token"
    static let copy =
        "mkdir -m 700 $F/c && cp $LOCKSTEP_VAULT $F/c/v && chmod 600 $F/c/v && export LOCKSTEP_VAULT=$F/c/v"
    static let cases: [Case] = [
        Case(
            "a wrong key file",
            "head -c 32 /dev/urandom >$F/bad; chmod 600 $F/bad; lockstep list --key-file $F/bad", 3,
            "does not open"),
        Case(
            "a wrong passphrase", "unset LOCKSTEP_KEY_FILE; echo no | lockstep list --passphrase-fd 0", 3,
            "does not open"),
        Case("a key file of the wrong size", "echo >$F/bad; lockstep list --key-file $F/bad", 3, "32 bytes"),
        Case("nothing to open it with", "unset LOCKSTEP_KEY_FILE; lockstep list --no-input", 3, "--no-input"),
        Case("no vault", "lockstep list --vault $F/none", 4, "lockstep init"),
        Case("an empty file", "\(copy); : >$F/c/v; lockstep list", 9, "not a Lockstep vault"),
        Case("a file cut short", "\(copy); truncate -s 5000 $F/c/v; lockstep list", 9, "damaged"),
        Case("a foreign file", "\(copy); echo hello >$F/c/v; lockstep list", 9, "not a Lockstep vault"),
        Case(
            "a file that others can read",
            "chmod 644 $LOCKSTEP_VAULT; lockstep list; s=$?; chmod 600 $LOCKSTEP_VAULT; exit $s", 9,
            "chmod 600"),
        Case("a second vault in its place", "lockstep init --key-file $F/other", 10, "already"),
        Case("a label in use", "lockstep create kept --scope linodes:ro --expiry 1d", 10, "in use"),
        Case(
            "a label of no character", "lockstep create '' --scope linodes:ro --expiry 1d", 2, "0 characters"),
        Case(
            "a label of 101 characters", "lockstep create $(printf %0101d 0) --scope linodes:ro --expiry 1d",
            2, "101 characters"),
        Case("a label with a line end", "lockstep create 'a\nb' --scope linodes:ro --expiry 1d", 2, "label"),
        Case(
            "an expiry in the past", "lockstep create new --scope linodes:ro --expiry 2020-01-01", 2,
            "in the past"),
        Case(
            "an expiry that is not valid", "lockstep create new --scope linodes:ro --expiry soon", 2,
            "not a valid expiry"),
        Case("no expiry", "lockstep create new --scope linodes:ro", 2, "--expiry"),
        Case(
            "a scope that does not exist", "lockstep create new --scope linode:ro --expiry 1d", 2, "linodes"),
        Case(
            "everything without saying so", "lockstep create new --scope '*' --expiry 1d", 2, "--full-access"),
        Case(
            "an argument that is not UTF-8",
            "lockstep create $(printf '\\377') --scope linodes:ro --expiry 1d", 2, "UTF-8"),
        Case("a verb that does not exist", "lockstep craete", 2, "create"),
        Case("a token that does not exist", "lockstep get none", 4, "no token"),
        Case("an account that does not exist", "\(create) --account none", 4, "no account"),
        Case("a closed stdout", "lockstep get kept >&-", 1, "standard output"),
        Case("a closed stdout, before anything is created", "\(create) --json >&-", 1, "standard output"),
        Case("a closed stdin", "lockstep adopt new --id 7 <&-", 3, "Standard input"),
        Case("a full output", "lockstep get kept >/dev/full", 1, "No space left"),
        Case(
            "an unreachable provider",
            "printf %s $PROVISIONING >$F/token; LOCKSTEP_LINODE_URL=http://127.0.0.1:1 \(login)", 7,
            "cannot be reached"),
        Case(
            "http to another machine",
            "printf %s $PROVISIONING >$F/token; LOCKSTEP_LINODE_URL=http://example.com \(login)", 7, "https"),
        Case(
            "an address that is not valid", "LOCKSTEP_LINODE_URL=nowhere \(create)", 2, "not a valid address"),
        Case("a question where nobody may be asked", "lockstep revoke kept --no-input", 3, "--yes"),
        Case("a program that does not exist", "lockstep run kept -- $F/none", 127, "none"),
        Case("a file that is not a program", "lockstep run kept -- $F", 126, ""),
    ]

    @Test("each of them", arguments: cases)
    func each(_ wrong: Case) throws {
        let house = try House()
        #expect(house.sh("lockstep create kept --scope linodes:ro --expiry 1d").code == 0)
        let before = house.sh("lockstep get kept").out
        let said = house.sh(wrong.line)
        #expect(said.code == wrong.code, "\(said)")
        #expect(said.err.contains(wrong.says), "\(said)")
        #expect(said.err.contains("Fatal error") == false && said.out.isEmpty, "\(said)")
        // Nothing is lost, and nothing was added, on either side.
        #expect(house.sh("lockstep get kept").out == before && before.utf8.count == 65)
        #expect(house.sh("lockstep list --remote --json").out.components(of: "\"id\":") == 2)
        #expect(house.sh("lockstep status --json").out.contains("\"pending\":0"))
    }

    @Test("with --json they are objects on stderr")
    func json() throws {
        let house = try House()
        let said = house.sh("lockstep show none --json")
        #expect(said.code == 4 && said.out.isEmpty)
        #expect(
            said.err.hasPrefix(#"{"version":1,"error":{"code":"#) && said.err.contains(#""hint":"#), "\(said)"
        )
    }

    @Test("a dead provisioning token")
    func deadProvisioning() throws {
        let house = try House()
        house.sh("lockstep create kept --scope linodes:ro --expiry 1d")
        house.sh(
            "curl -s -X DELETE -H \"Authorization: Bearer $PROVISIONING\" $LOCKSTEP_LINODE_URL/v4/profile/tokens/1"
        )
        let created = house.sh(ErrorTests.create)
        #expect(created.code == 6 && created.err.contains("lockstep login"), "\(created)")
        let revoked = house.sh("lockstep revoke kept --yes")
        #expect(revoked.code == 8 && !revoked.err.contains("Revoked and purged"), "\(revoked)")
        #expect(house.sh("lockstep show kept").out.contains("revoking"))
    }

    @Test(
        "a vault that another process is writing: waited for, then told",
        .enabled(if: House.can("python3 -c 'import sqlite3'"), "needs python3"))
    func locked() throws {
        let house = try House()
        house.sh("lockstep create kept --scope linodes:ro --expiry 1d")
        let hold =
            "python3 -c 'import sqlite3, sys, time; d = sqlite3.connect(sys.argv[1], isolation_level=None);"
            + " d.execute(\"BEGIN IMMEDIATE\"); open(sys.argv[2], \"w\").close(); time.sleep(60)' $LOCKSTEP_VAULT $F/held"
        let said = house.sh(
            """
            \(hold) & held=$!
            while [ ! -e $F/held ]; do :; done
            lockstep list >/dev/null || exit 98
            lockstep get kept >/dev/null || exit 97
            lockstep rename kept other; s=$?; kill $held; exit $s
            """)
        #expect(said.code == 10 && said.err.contains("Another process"), "\(said)")
        #expect(house.sh("lockstep rename kept other && lockstep get other").code == 0)
    }

    @Test(
        "a disk that is full: nothing is lost, and sync goes on when there is room",
        .enabled(if: House.canMount, "mounting is not possible here"))
    func full() throws {
        let house = try House()
        house.sh("lockstep create kept --scope linodes:ro --expiry 1d")
        let said = house.shWithMounts(
            """
            mkdir -m 700 $F/small && mount -t tmpfs -o size=300k,mode=700 none $F/small || exit 99
            cp -p $LOCKSTEP_VAULT* $F/small/; cat /dev/zero >$F/small/fill 2>/dev/null
            export LOCKSTEP_VAULT=$F/small/vault.db
            try() { "$@" >$F/out 2>$F/err; echo "$? $(grep -c 'disk is full' $F/err) $(wc -c <$F/out)"; }
            try \(ErrorTests.create)
            try lockstep get kept
            try lockstep revoke kept --yes
            rm $F/small/fill; lockstep sync && lockstep get kept >/dev/null && lockstep list --remote
            """)
        #expect(said.code == 0 && said.out.hasPrefix("11 1 0\n0 0 65\n11 1 0\n"), "\(said)")
        #expect(said.out.contains("kept"), "\(said)")
    }

    @Test(
        "a folder that cannot be written", .enabled(if: House.canMount, "mounting is not possible here"))
    func readOnly() throws {
        let house = try House()
        house.sh("lockstep create kept --scope linodes:ro --expiry 1d")
        let mount = "mount --bind $F/data $F/data && mount -o remount,ro,bind $F/data || exit 99\n"
        for line in [
            ErrorTests.create, "lockstep rename kept other",
            "lockstep init --vault $F/data/new --key-file $F/new --recovery-file $F/paper",
        ] {
            let said = house.shWithMounts(mount + line)
            #expect(said.code == 11 && said.err.contains("cannot be written"), "\(said)")
        }
        for line in ["get", "show"] {
            let said = house.shWithMounts("\(mount)lockstep \(line) kept")
            #expect(said.code == 0, "\(said)")
        }
        #expect(house.sh("test -e $F/new").code == 1, "a key file was left that opens nothing")
        #expect(house.sh("lockstep get kept").code == 0)
    }
}
