import Glibc
import TestSupport
import Testing

/// What only root can try; Scripts/clients root runs these by name.
@Suite("As root", .enabled(if: SandboxProcess.isAvailable, "lockstep-sandbox does not start in this build"))
struct RootTests {
    @Test(
        "another user is refused before a byte is read, even through a socket that all may write to",
        .enabled(if: geteuid() == 0, "needs root: it becomes another user"))
    func otherUser() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d; lockstep agent start")
        defer { house.sh("lockstep agent stop") }
        let said = house.sh(
            """
            chmod 711 $F; chmod 777 ${LOCKSTEP_SOCKET%/*} $LOCKSTEP_SOCKET
            setpriv --reuid 65534 --clear-groups python3 - <<'P'
            import os, socket
            s = socket.socket(socket.AF_UNIX); s.connect(os.environ['LOCKSTEP_SOCKET'])
            try: s.sendall(bytes([0, 0, 0, 3, 0, 0, 0, 0, 0, 1, 1]))
            except OSError: pass
            try: print('heard', len(s.recv(100)))
            except OSError: print('heard 0')
            P
            """)
        #expect(said.out == "heard 0\n", "\(said)")
    }
}
