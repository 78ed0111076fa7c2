import Glibc
import TestSupport
import Testing

@Suite("The vault's files and folders, as a person meets them")
struct VaultFilesTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let spoil: String
        let says: [String]
        let mend: String
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "a folder that others may write to", spoil: "chmod 777 $F/data",
            says: ["Others can write to the folder", "/data", "chmod go-w"], mend: "chmod go-w $F/data"),
        Case(
            name: "a sticky folder", spoil: "chmod 1777 $F/data", says: ["Others can write", "--vault"],
            mend: "chmod 700 $F/data"),
        Case(
            name: "a state folder that others may write to", spoil: "chmod 777 $F/state/lockstep",
            says: ["Others can write to the folder", "/state/lockstep"], mend: "chmod go-w $F/state/lockstep"),
        Case(
            name: "a vault that others may read", spoil: "chmod 644 $LOCKSTEP_VAULT",
            says: ["/data/vault.db can be read or written by others", "chmod 600"],
            mend: "chmod 600 $LOCKSTEP_VAULT"),
        Case(
            name: "a journal that others may write",
            spoil: "touch $LOCKSTEP_VAULT-journal; chmod 666 $LOCKSTEP_VAULT-journal",
            says: ["vault.db-journal can be read or written"], mend: "rm $LOCKSTEP_VAULT-journal"),
        Case(
            name: "a lock that is a folder", spoil: "rm $LOCKSTEP_VAULT-lock; mkdir $LOCKSTEP_VAULT-lock",
            says: ["vault.db-lock is a link, a folder or the like"], mend: "mv $LOCKSTEP_VAULT-lock $F/away"),
        Case(
            name: "a lock that is a link",
            spoil: "rm $LOCKSTEP_VAULT-lock; ln -s $F/elsewhere $LOCKSTEP_VAULT-lock",
            says: ["vault.db-lock is a link, a folder or the like"], mend: "mv $LOCKSTEP_VAULT-lock $F/away"),
        Case(
            name: "an emptied state", spoil: ": >$(echo $F/state/lockstep/*/state)",
            says: [
                "/state cannot be read, or does not say what this machine has seen",
                "lockstep doctor --accept-older",
            ],
            mend: "lockstep doctor --accept-older --yes"),
        Case(
            name: "a state that is garbage",
            spoil: "head -c 8192 /dev/urandom >$(echo $F/state/lockstep/*/state)",
            says: ["/state cannot be read, or does not say"], mend: "lockstep doctor --accept-older --yes"),
        Case(
            name: "a state that is a folder",
            spoil: "c=$(echo $F/state/lockstep/*/state); rm $c; mkdir $c",
            says: ["/state cannot be read", "First move away"],
            mend:
                "mv $F/state/lockstep/*/state $F/away; lockstep doctor --accept-older --yes && lockstep list"
        ),
        Case(
            name: "a state that is a FIFO",
            spoil: "c=$(echo $F/state/lockstep/*/state); rm $c; mkfifo -m 600 $c",
            says: ["/state cannot be read"], mend: "lockstep doctor --accept-older --yes"),
    ]

    @Test("what is wrong is told with its path and exit 9, and what is said to do mends it", arguments: cases)
    func told(_ wrong: Case) throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        house.sh(wrong.spoil)
        for line in [
            "list", "get ci", "create new --scope linodes:ro --expiry 1d", "status", "doctor", "agent start",
        ] {
            let said = house.sh("lockstep \(line)")
            #expect(said.code == 9, "\(line): \(said)")
            let text = line == "doctor" ? said.out + said.err : said.err
            #expect(wrong.says.allSatisfy(text.contains), "\(line): \(said)")
            if line != "doctor" { #expect(said.out.isEmpty) }
        }
        #expect(house.sh("test -e $LOCKSTEP_SOCKET").code == 1)
        let mended = house.sh(wrong.mend)
        #expect(mended.code == 0, "\(mended)")
        // What was accepted may be older: it hands out once it was compared with the provider.
        house.sh("lockstep sync")
        let got = house.sh("lockstep get ci")
        #expect(got.code == 0 && got.out.utf8.count == 65 && got.err.isEmpty, "\(got)")
    }

    @Test("an older vault is refused where the state was spoilt, and by the agent that has it open")
    func rollback() throws {
        let house = try House()
        house.sh(
            "lockstep create ci --scope linodes:ro --expiry 9d; cp -a $F/data $F/old; lockstep revoke ci --yes"
        )
        house.sh("rm -r $F/data; mv $F/old $F/data; : >$(echo $F/state/lockstep/*/state)")
        let got = house.sh("lockstep get ci")
        #expect(got.code == 9 && got.out.isEmpty, "\(got)")
    }

    @Test("an unlocked agent hands nothing out once the state says nothing")
    func agent() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        #expect(house.sh("lockstep agent start").code == 0)
        defer { house.sh("lockstep agent stop") }
        #expect(house.sh("lockstep get ci --key-file $F/none").code == 0)
        house.sh("sleep 1.5; : >$(echo $F/state/lockstep/*/state)")
        let got = house.sh("lockstep get ci")
        #expect(got.code == 9 && got.out.isEmpty && got.err.contains("/state cannot be read"), "\(got)")
    }

    @Test("a vault that was not seen before is said once; an unwritable state each time")
    func said() throws {
        let house = try House()
        house.sh("rm -r $F/state")
        #expect(house.sh("lockstep list").err.contains("warning: this machine has not seen the vault before"))
        #expect(!house.sh("lockstep list").err.contains("warning"))
        house.sh("rm -r $F/state")
        #expect(house.sh("lockstep agent start").err.contains("this machine has not seen the vault before"))
        house.sh("lockstep agent stop; rm -r $F/state; : >$F/state")
        #expect(house.sh("lockstep list").code == 9)
        for _ in 0..<2 {
            let said = house.sh("lockstep list", ["XDG_STATE_HOME=/proc/none"])
            #expect(said.code == 0 && said.err.contains("cannot be written, so an older copy"), "\(said)")
        }
    }

    @Test(
        "init refuses a place that others may write to, leaves nothing, and makes a vault where it is said to"
    )
    func initialise() throws {
        let house = try House(isReady: false)
        house.sh("mkdir -m 1777 $F/shared")
        let said = house.sh("lockstep init --vault $F/shared/v.db --key-file $F/key --recovery-file $F/paper")
        #expect(said.code == 9 && said.err.contains("/shared, so they could replace the vault"), "\(said)")
        #expect(house.sh("ls -A $F/shared").out.isEmpty && house.sh("test -e $F/key").code == 1)
        let made = house.sh(
            "lockstep init --vault $F/shared/mine/v.db --key-file $F/key --recovery-file $F/paper")
        #expect(made.code == 0, "\(made)")
    }

    @Test(
        "a key file or a vault whose folder cannot be synced is not made, and neither is left",
        .enabled(if: geteuid() != 0, "root reads every folder"))
    func unsynced() throws {
        let house = try House(isReady: false)
        house.sh("mkdir -m 300 $F/blind")
        for line in ["--key-file $F/blind/key", "--key-file $F/key --vault $F/blind/v.db"] {
            let said = house.sh("lockstep init --recovery-file $F/paper \(line)")
            #expect(said.code == 11, "\(said)")
            let left = house.sh(
                "test -e $F/blind/key || test -e $F/blind/v.db || test -e $F/key || test -e $LOCKSTEP_VAULT")
            #expect(left.code == 1, "\(line)")
        }
        let made = house.sh("lockstep init --key-file $F/key --recovery-file $F/paper")
        #expect(made.code == 0, "\(made)")
    }

    @Test(
        "a copy of the file alone has every token; put back over a vault that was used since, what is said to do works"
    )
    func copy() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        let token = house.sh("cp $LOCKSTEP_VAULT $F/backup; lockstep get ci").out
        let copied = house.sh(
            "mkdir -m 700 $F/c; cp $F/backup $F/c/v.db; lockstep get ci --vault $F/c/v.db",
            ["XDG_STATE_HOME=$F/other"])
        #expect(copied.code == 0 && copied.out == token, "\(copied)")
        let unseen = house.sh(
            "rm -r $F/other; lockstep doctor --vault $F/c/v.db", ["XDG_STATE_HOME=\(house.path)/other"])
        #expect(
            unseen.code == 0 && unseen.out.contains("cannot tell whether a newer one exists"), "\(unseen)")
        house.sh(
            "for n in 1 2 3 4 5 6; do lockstep create t$n --scope linodes:ro --expiry 9d; done; lockstep get t1"
        )
        house.sh("cp $F/backup $LOCKSTEP_VAULT")
        for line in ["list", "get ci", "doctor"] {
            let said = house.sh("lockstep \(line)")
            #expect(said.code == 9 && said.err.contains("older copy"), "\(line): \(said)")
            #expect(said.err.contains("lockstep doctor --accept-older"), "\(said)")
        }
        #expect(
            house.sh("lockstep doctor --accept-older --yes && lockstep sync && lockstep get ci").out
                .contains(token))
    }

    @Test("a file that may not grow is exit 11, not a signal, and nothing is lost")
    func limit() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        for line in ["create new --scope linodes:ro --expiry 9d", "get ci", "revoke ci --yes"] {
            let said = house.sh("ulimit -f 8; lockstep \(line)")
            #expect(said.code == 11 && said.err.contains("ulimit -f"), "\(line): \(said)")
            #expect(said.out.isEmpty)
        }
        let none = house.sh("ulimit -f 0; lockstep get ci")
        #expect(none.code == 11, "\(none)")
        // A command that is run has the signal as every program has it.
        let child = house.sh(
            "ulimit -f 64; lockstep run ci -- sh -c 'head -c 1000000 /dev/zero >$0' $F/large; kill -l $?")
        #expect(child.out.contains("XFSZ"), "\(child)")
        #expect(house.sh("lockstep sync && lockstep get ci").code == 0)
    }
}
