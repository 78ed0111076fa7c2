import TestSupport
import Testing

@Suite("The agent is found, locked and told of wherever it is, and nothing is claimed that is not known")
struct PlacesTests {
    /// Without anything that opens the vault.
    private static let bare = ["LOCKSTEP_KEY_FILE="]
    /// As cron and su leave it: no socket is named, and no session.
    private static let sessionless = ["LOCKSTEP_SOCKET=", "XDG_RUNTIME_DIR="]

    private func house() throws -> House {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        let started = house.sh("lockstep unlock")
        #expect(started.code == 0, "\(started)")
        return house
    }

    private func pid(_ house: House) throws -> String {
        let status = house.sh("lockstep status --json").out
        return try #require(status.number(of: "agentPid"), "\(status)")
    }

    private func hasEnded(_ pid: String, _ house: House) -> Bool {
        eventually { house.sh("kill -0 \(pid) && ! grep -q 'State:.Z' /proc/\(pid)/status").code != 0 }
    }

    @Test(
        "the agent ends, its keys wiped, when its socket is removed or replaced",
        arguments: [
            "rm $LOCKSTEP_SOCKET", "mv $LOCKSTEP_SOCKET $F/elsewhere", "rm -r $F/run", "mv $F/run $F/moved",
            "touch $F/file; mv $F/file $LOCKSTEP_SOCKET",
            "rm $LOCKSTEP_SOCKET; touch $LOCKSTEP_SOCKET", "mkdir $F/d; mv -T $F/run $F/d/run",
        ])
    func placeGone(_ line: String) throws {
        let house = try house()
        let pid = try pid(house)
        house.sh(line)
        #expect(hasEnded(pid, house))
        let status = house.sh("lockstep status --json")
        #expect(
            status.out.contains(#""vault":"locked""#) && status.out.contains(#""agent":false"#), "\(status)")
        // What was put in its place is nobody's to remove.
        house.sh("rm -rf $F/run")
        let again = house.sh("lockstep unlock")
        #expect(again.code == 0, "\(again)")
        #expect(house.sh("lockstep agent stop").code == 0)
    }

    @Test("lock says what became of an agent whose socket is gone", arguments: ["lock", "agent stop"])
    func lockAfterRemoval(_ verb: String) throws {
        let house = try house()
        let pid = try pid(house)
        let said = house.sh("rm $LOCKSTEP_SOCKET; lockstep \(verb)")
        #expect(said.code == 0 && !said.err.isEmpty, "\(said)")
        #expect(hasEnded(pid, house))
        #expect(house.sh("lockstep get ci --no-input", PlacesTests.bare).code == 3)
    }

    @Test(
        "an agent that does not answer is named, with what ends it, and is not said to be locked",
        arguments: ["lock", "agent stop", "unlock", "agent start"])
    func hung(_ verb: String) throws {
        let house = try house()
        let pid = try pid(house)
        house.sh("kill -STOP \(pid); rm $LOCKSTEP_SOCKET")
        defer { house.sh("kill -KILL \(pid)") }
        let said = house.sh("lockstep \(verb)")
        #expect(
            said.code == 10 && said.err.contains("An agent (process \(pid)) has this vault's keys"), "\(said)"
        )
        #expect(said.err.contains("Its keys are not wiped."), "\(said)")
        #expect(house.sh("lockstep \(verb) --json").err.contains(#""code":"hidden-agent""#))
        let status = house.sh("lockstep status --json")
        #expect(
            status.out.contains(#""vault":"unlocked""#) && status.out.contains(#""agentCode":"hidden-agent""#)
                && status.out.contains("\"agentPid\":\(pid)"), "\(status)")
        let hint = try #require(said.err.split(separator: "\n").last?.split(separator: ": ").last)
        #expect(house.sh(String(hint)).code == 0, "\(hint)")
        #expect(eventually { house.sh("lockstep status --json").out.contains(#""vault":"locked""#) })
    }

    @Test("without a session's variables the same agent is found, locked and not doubled")
    func sessionless() throws {
        let house = try house()
        defer { house.sh("lockstep agent stop") }
        let pid = try pid(house)
        let got = house.sh("lockstep get ci --no-input", PlacesTests.bare + PlacesTests.sessionless)
        #expect(got.code == 0 && got.out.utf8.count == 65, "\(got)")
        let again = house.sh("lockstep unlock", PlacesTests.sessionless)
        #expect(again.code == 0 && again.err.contains("process \(pid)"), "\(again)")
        let locked = house.sh("lockstep lock", PlacesTests.sessionless)
        #expect(locked.code == 0 && locked.err.contains("Locked"), "\(locked)")
        #expect(house.sh("lockstep get ci --no-input", PlacesTests.bare).code == 3)
        #expect(house.sh("lockstep unlock").code == 0)
        let stopped = house.sh("lockstep agent stop", PlacesTests.sessionless)
        #expect(stopped.code == 0 && hasEnded(pid, house), "\(stopped)")
    }

    @Test("one agent has a vault's keys, however the vault's path is written")
    func oneHolder() throws {
        let house = try house()
        defer { house.sh("lockstep agent stop") }
        let pid = try pid(house)
        house.sh("ln -s $LOCKSTEP_VAULT $F/link.db; ln -s $F/data $F/linked")
        for vault in ["$F/link.db", "$F/linked/vault.db", "$F/data/../data/vault.db"] {
            let got = house.sh("lockstep get ci --vault \(vault) --no-input", PlacesTests.bare)
            #expect(got.code == 0, "\(got)")
            let other = house.sh(
                "lockstep unlock --vault \(vault)", ["LOCKSTEP_SOCKET=\(house.path)/r/a.sock"])
            #expect(other.code == 10 && other.err.contains("process \(pid)"), "\(other)")
        }
        // An agent that is asked to all the same.
        house.sh("mkdir -m 700 $F/q")
        house.sh(
            "lockstep-agent --socket $F/q/a.sock --vault $LOCKSTEP_VAULT --state $F/state/lockstep & sleep 0")
        let second = ["LOCKSTEP_SOCKET=\(house.path)/q/a.sock"]
        let refused = house.sh("lockstep unlock", second)
        #expect(refused.code == 10 && refused.err.contains("process \(pid)"), "\(refused)")
        #expect(house.sh("lockstep lock").err.contains("Locked"))
        #expect(eventually { house.sh("[ -S $F/q/a.sock ]").code == 0 })
        #expect(house.sh("lockstep unlock", second).code == 0)
        #expect(house.sh("lockstep agent stop", second).code == 0)
    }

    @Test("status says the vault is locked once it was locked, whatever could open it")
    func status() throws {
        let house = try house()
        defer { house.sh("lockstep agent stop") }
        func state() -> String { house.sh("lockstep status --json").out }
        #expect(state().contains(#""vault":"unlocked""#) && state().contains(#""tokens":1"#))
        house.sh("lockstep lock")
        #expect(state().contains(#""vault":"locked""#) && state().contains(#""agent":true"#))
        #expect(state().contains(#""tokens":1"#))
        #expect(house.sh("lockstep status").out.contains("vault     locked\n"))
        house.sh("lockstep agent stop")
        #expect(state().contains(#""vault":"locked""#) && state().contains(#""agent":false"#))
    }

    /// Listens where the agent does, and hangs up on whoever comes, as `user`.
    private static func pretender(_ user: String) -> String {
        """
        \(user) python3 - <<'P' &
        import os, socket
        s = socket.socket(socket.AF_UNIX); s.bind(os.environ['LOCKSTEP_SOCKET']); s.listen(9)
        os.chmod(os.environ['LOCKSTEP_SOCKET'], 0o777); open(os.environ['F'] + '/run/up', 'w').close()
        while True: s.accept()[0].close()
        P
        echo $! >$F/pretender; until [ -e $F/run/up ]; do :; done
        """
    }

    @Test(
        "get tells of an agent that it passes over, and of none that runs as usual",
        arguments: [("setpriv --reuid 65534 --clear-groups", "foreign-agent"), ("", "agent-broken")])
    func passedOver(_ user: String, _ code: String) throws {
        guard House.can("python3 -c 0"), House.can("\(user) true") else { return }
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        let usual = house.sh("lockstep get ci")
        #expect(usual.code == 0 && usual.err.isEmpty, "\(usual)")
        house.sh("chmod 711 $F; mkdir $F/run; chmod 777 $F/run; \(PlacesTests.pretender(user))")
        defer { house.sh("kill $(cat $F/pretender)") }
        for line in ["get ci", "run ci -- sh -c 'echo $LINODE_TOKEN'"] {
            let got = house.sh("lockstep \(line)")
            #expect(got.code == 0 && got.out == usual.out, "\(got)")
            #expect(got.err.hasPrefix("lockstep: warning: The "), "\(got)")
            #expect(got.err.contains("The vault is opened without it."), "\(got)")
        }
        let json = house.sh("lockstep get none --no-input --passphrase-fd 9")
        #expect(json.code != 0 && json.err.contains("The vault is opened without it."), "\(json)")
        let status = house.sh("lockstep status --json")
        #expect(status.out.contains("\"agentCode\":\"\(code)\""), "\(status)")
        for verb in ["lock", "agent stop", "unlock"] {
            #expect(house.sh("lockstep \(verb)").code != 0)
        }
    }

    @Test("an idle time takes effect on the agent that runs, or is refused with what changes it")
    func idle() throws {
        let house = try house()
        defer { house.sh("lockstep agent stop") }
        #expect(house.sh("lockstep status --json").out.contains(#""idle":28800"#))
        let refused = house.sh("lockstep agent start --idle 2h", PlacesTests.bare)
        #expect(refused.code == 10 && refused.err.contains("lockstep unlock --idle 2h"), "\(refused)")
        #expect(house.sh("lockstep status --json").out.contains(#""idle":28800"#))
        #expect(house.sh("lockstep unlock --idle 2h").code == 0)
        #expect(house.sh("lockstep status --json").out.contains(#""idle":7200"#))
        #expect(house.sh("lockstep agent start --idle 2h", PlacesTests.bare).code == 0)
        #expect(house.sh("lockstep unlock").code == 0)
        #expect(house.sh("lockstep status --json").out.contains(#""idle":7200"#))
        #expect(house.sh("lockstep unlock --idle 1s").code == 0)
        #expect(eventually { house.sh("lockstep status --json").out.contains(#""vault":"locked""#) })
    }

    @Test(
        "a place that cannot be is told in a sentence",
        arguments: [
            (
                "LOCKSTEP_SOCKET=$F/none/deep/agent.sock", 11,
                "none/deep cannot be created: No such file or directory"
            ),
            (
                "LOCKSTEP_SOCKET=$F/$(printf %0200d 0)/agent.sock", 11,
                "the path of a socket can have at most 107 bytes"
            ),
            (
                "LOCKSTEP_SOCKET=$F/$(printf %0300d 0)/agent.sock", 11,
                "the path of a socket can have at most 107 bytes"
            ),
            (
                "LOCKSTEP_SOCKET=run/agent.sock", 2,
                "LOCKSTEP_SOCKET is not an absolute path: 'run/agent.sock'."
            ),
            ("LOCKSTEP_SOCKET=/proc/agent.sock", 11, "did not start: /proc"),
            ("LOCKSTEP_SOCKET=$LOCKSTEP_VAULT/agent.sock", 11, "must be a folder"),
        ] as [(String, Int32, String)])
    func sentences(_ variable: String, _ code: Int32, _ words: String) throws {
        let house = try House()
        for verb in ["unlock", "agent start"] {
            let said = house.sh("\(variable) lockstep \(verb)")
            #expect(said.code == code && said.err.contains(words), "\(said)")
            #expect(!said.err.contains("errno"), "\(said)")
        }
    }
}

extension String {
    /// The number that is the value of a member of a JSON object on one line.
    func number(of name: String) -> String? {
        guard let start = range(of: "\"\(name)\":") else { return nil }
        let digits = String(decoding: Array(utf8)[start...], as: UTF8.self).prefix { $0.isNumber }
        return digits.isEmpty ? nil : String(digits)
    }
}
