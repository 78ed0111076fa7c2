import Glibc
import TestSupport
import Testing

@Suite("Where nothing can be written")
struct ReadOnlyTests {
    private func house() throws -> House {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        return house
    }

    @Test(
        "a vault on a read-only file system is looked at and handed out from, logged on this machine, and not changed",
        .enabled(if: House.canMount, "nothing can be mounted here"), arguments: [false, true])
    func mounted(_ hasLog: Bool) throws {
        let house = try house()
        // With a log beside it that a copy of the file would lack, as after a kill.
        if hasLog { house.sh("cp -r $F/data $F/copy") }
        let said = house.shWithMounts(
            """
            mount --bind $F/data $F/data && mount -o remount,ro,bind $F/data || exit 99
            for line in list 'show ci' 'get ci' 'run ci -- true' status audit 'audit --verify' doctor; do
              lockstep $line >$F/said 2>&1 || { echo "$line: $?"; cat $F/said; }
            done
            lockstep create new --scope linodes:ro --expiry 1d; echo "create $?"
            lockstep set --audit-keep 1y; echo "set $?"
            """)
        #expect(said.out == "create 11\nset 11\n", "\(said)")
        #expect(said.err.contains("data") && said.err.contains("read-only"), "\(said)")
        let log = house.sh("lockstep audit --event handed-out --json").out
        #expect(log.split(separator: #"{"time""#).count - 1 == 2, "\(log)")
    }

    @Test(
        "a vault that this user may not write is looked at and handed out from",
        .enabled(if: geteuid() != 0, "root may write everything"))
    func permissions() throws {
        let house = try house()
        house.sh("chmod 400 $LOCKSTEP_VAULT; chmod 500 $F/data")
        for line in ["list", "show ci", "get ci", "run ci -- true", "status"] {
            let said = house.sh("lockstep \(line)")
            #expect(said.code == 0, "\(line): \(said)")
        }
        let refused = house.sh("lockstep set --audit-keep 1y")
        #expect(refused.code == 11 && refused.err.contains("data"), "\(refused)")
        house.sh("chmod 700 $F/data; chmod 600 $LOCKSTEP_VAULT")
    }

    @Test("without a place for the log nothing is handed out, unless a person wants it unlogged, and is told")
    func unlogged() throws {
        let house = try house()
        let nowhere = ["XDG_STATE_HOME=/proc/none"]
        for line in ["get ci", "run ci -- true", "echo lockstep://ci | lockstep inject"] {
            let command = line.hasPrefix("echo") ? line : "lockstep \(line)"
            let said = house.sh(command, nowhere)
            #expect(said.code == 11 && said.err.contains("--unlogged"), "\(line): \(said)")
            #expect(said.out.isEmpty, "\(line): \(said)")
        }
        let token = house.sh("lockstep get ci").out
        let said = house.sh("lockstep get ci --unlogged", nowhere)
        #expect(said.code == 0 && said.out == token && said.err.contains("without a log entry"), "\(said)")
        #expect(house.sh("lockstep run ci --unlogged -- sh -c 'echo $LINODE_TOKEN'", nowhere).out == token)
        #expect(house.sh("printf lockstep://ci | lockstep inject --unlogged", nowhere).out + "\n" == token)
        // Where the log can be written, it has what was asked for so, too.
        let logged = house.sh("lockstep get ci --unlogged")
        #expect(logged.out == token && logged.err.isEmpty, "\(logged)")
        #expect(
            house.sh("lockstep audit --event handed-out --json").out.split(separator: #"{"time""#).count == 3)
    }
}
