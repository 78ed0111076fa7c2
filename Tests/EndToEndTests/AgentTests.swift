import Glibc
import TestSupport
import Testing

@Suite("The agent")
struct AgentTests {
    /// A house whose agent's socket is its own, with one token, and the agent started and unlocked.
    private func house() throws -> House {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 90d")
        let started = house.sh("lockstep agent start")
        #expect(started.code == 0 && started.err.contains("unlocked"), "\(started)")
        return house
    }

    /// Without anything that opens the vault.
    private static let bare = ["LOCKSTEP_KEY_FILE="]

    @Test("hands out the same string, writes down who asked, and is told of by status")
    func handsOut() throws {
        let house = try house()
        defer { house.sh("lockstep agent stop") }
        let direct = house.sh("lockstep get ci", ["LOCKSTEP_SOCKET=\(house.path)/none/agent.sock"]).out
        let viaAgent = house.sh("lockstep get ci", AgentTests.bare)
        #expect(viaAgent.code == 0 && viaAgent.out == direct && viaAgent.err.isEmpty, "\(viaAgent)")
        let run = house.sh("lockstep run ci -- sh -c 'echo $LINODE_TOKEN'", AgentTests.bare)
        #expect(run.out == direct, "\(run)")
        #expect(house.sh("lockstep status --json", AgentTests.bare).out.contains(#""vault":"unlocked""#))
        #expect(house.sh("lockstep status --json").out.contains(#""agent":true,"agentPid":"#))
        let audit = house.sh("lockstep audit --json").out
        #expect(audit.split(separator: "handed-out").count == 4, "\(audit)")
        #expect(audit.contains("/sh\"") || audit.contains("/dash\"") || audit.contains("/bash\""), "\(audit)")
    }

    @Test("what was stopped is finished by the agent, through lockstep-provider, while it hands out")
    func finishes() throws {
        let house = try House()
        house.sh("for l in ci cd; do lockstep create $l --scope linodes:ro --expiry 9d; done")
        house.sh("LOCKSTEP_FAILPOINT=3 lockstep revoke ci --yes")
        #expect(house.sh("lockstep status --json").out.contains(#""pending":1"#))
        house.sh(
            """
            mkdir -m 700 $F/run
            lockstep-agent --socket $LOCKSTEP_SOCKET --vault $LOCKSTEP_VAULT --state $F/state/lockstep --every 1 &
            """)
        for _ in 0..<500 where house.sh("lockstep unlock").code != 0 {}
        defer { house.sh("lockstep agent stop") }
        var status = ""
        for _ in 0..<2000 where !status.contains(#""pending":0"#) {
            #expect(house.sh("lockstep get cd", AgentTests.bare).code == 0)
            status = house.sh("lockstep status --json").out
        }
        #expect(status.contains(#""pending":0"#), "\(status)")
        #expect(house.sh("lockstep audit --json").out.contains("revoked-and-purged"))
        #expect(house.sh("lockstep doctor").code == 0)
    }

    @Test(
        "a socket that systemd passes is used, and left in place at the end",
        .enabled(if: House.can("python3 -c 'import socket'"), "needs python3"))
    func activation() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        // It ends with no place of its own: systemd would end it.
        defer { house.sh("lockstep agent stop") }
        house.sh(
            """
            mkdir -m 700 $F/run
            python3 - <<'P' &
            import os, socket
            s, path = socket.socket(socket.AF_UNIX), os.environ['LOCKSTEP_SOCKET']
            s.bind(path + '.new'); s.listen(9); os.rename(path + '.new', path)
            os.dup2(s.fileno(), 3); os.set_inheritable(3, True); os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1')
            f = os.environ['F']
            os.execvp('lockstep-agent', ['lockstep-agent', '--socket', f + '/none', '--vault',
                os.environ['LOCKSTEP_VAULT'], '--state', f + '/state/lockstep'])
            P
            """)
        var unlocked = house.sh("[ -S $LOCKSTEP_SOCKET ] && lockstep unlock")
        for _ in 0..<500 where unlocked.code != 0 {
            unlocked = house.sh("[ -S $LOCKSTEP_SOCKET ] && lockstep unlock")
        }
        #expect(unlocked.code == 0, "\(unlocked)")
        #expect(house.sh("lockstep get ci", AgentTests.bare).out.utf8.count == 65)
        let stopped = house.sh("lockstep agent stop && [ -S $LOCKSTEP_SOCKET ]")
        #expect(stopped.code == 0 && stopped.err.contains("the next request starts it again"), "\(stopped)")
        let wrong = house.sh(
            "exec 3</dev/null; sh -c 'LISTEN_PID=$$ LISTEN_FDS=1 exec lockstep-agent --socket $F/n --vault $LOCKSTEP_VAULT --state $F'"
        )
        #expect(wrong.code == 11 && wrong.err.contains("not a listening Unix socket"), "\(wrong)")
    }

    @Test("the log is filtered, and show says who read a token last and how often")
    func audit() throws {
        let house = try house()
        defer { house.sh("lockstep agent stop") }
        #expect(house.sh("lockstep show ci").out.contains("read        never"))
        house.sh("lockstep get ci; lockstep get ci; lockstep get nope", AgentTests.bare)
        let shown = house.sh("lockstep show ci")
        #expect(
            shown.out.contains("read        2 times, last ") && shown.out.contains("sh\n"), "\(shown)")
        #expect(house.sh("lockstep show ci --json").out.contains(#""read":{"count":2,"last":{"time":""#))
        func count(_ flags: String) -> Int {
            house.sh("lockstep audit --json \(flags)").out.split(separator: #"{"time""#).count - 1
        }
        #expect(count("--event handed-out") == 2)
        #expect(count("--event handed-out --label other") == 0)
        #expect(count("--label ci --since 1h") == count("--label ci"))
        #expect(count("--since 2100-01-01") == 0)
        #expect(house.sh("lockstep audit --event handed-oot").err.contains("Did you mean: handed-out"))
        #expect(house.sh("lockstep audit --since yesterday").code == 2)
    }

    @Test("refuses what the vault refuses, with the same exit codes")
    func refuses() throws {
        let house = try house()
        defer { house.sh("lockstep agent stop") }
        #expect(house.sh("lockstep get nope", AgentTests.bare).code == 4)
        #expect(house.sh("lockstep get ci --generation 2", AgentTests.bare).code == 4)
        #expect(house.sh("lockstep run --env A=ci --env B=nope -- true", AgentTests.bare).code == 4)
        house.sh(
            "curl -s -X POST -d '{\"fault\": \"status\", \"status\": 403, \"method\": \"DELETE\"}' "
                + "$LOCKSTEP_LINODE_URL/_sandbox/faults")
        #expect(house.sh("lockstep revoke ci --yes").code == 8)
        // Another process has marked it: the agent refuses at once.
        #expect(house.sh("lockstep get ci", AgentTests.bare).code == 8)
    }

    @Test("locked, stopped or killed, it is gone on without, and nothing is lost")
    func without() throws {
        let house = try house()
        let string = house.sh("lockstep get ci", AgentTests.bare).out
        #expect(house.sh("lockstep lock").code == 0)
        #expect(house.sh("lockstep get ci --no-input", AgentTests.bare).code == 3)
        #expect(house.sh("lockstep get ci").out == string)
        #expect(house.sh("lockstep unlock").code == 0)
        #expect(house.sh("lockstep get ci", AgentTests.bare).out == string)
        let pid = house.sh("lockstep status --json | sed 's/.*agentPid\":\\([0-9]*\\).*/\\1/'").out
        let number = try #require(Int32(pid.split(separator: "\n").first ?? ""))
        kill(number, SIGHUP)
        var locked = house.sh("lockstep get ci --no-input", AgentTests.bare)
        for _ in 0..<50 where locked.code == 0 {
            locked = house.sh("lockstep get ci --no-input", AgentTests.bare)
        }
        #expect(locked.code == 3)
        kill(number, SIGKILL)
        #expect(house.sh("lockstep get ci").out == string)
        #expect(house.sh("lockstep lock").err.contains("No agent was found"))
        // The socket that the dead one left behind is taken over.
        #expect(house.sh("lockstep agent start").code == 0)
        #expect(house.sh("lockstep get ci", AgentTests.bare).out == string)
        #expect(house.sh("lockstep agent stop").code == 0)
        #expect(house.sh("lockstep doctor").code == 0)
        #expect(house.sh("lockstep audit --verify").err.contains("Verified"))
    }

    @Test(
        "does not listen where others could stand in for it",
        arguments: [
            ("mkdir $F/r; chmod 777 $F/r", "not yours alone"),
            ("mkdir $F/q; ln -s $F/q $F/r", "not yours alone"),
            ("mkdir -m 700 $F/r; touch $F/r/agent.sock", "not your socket"),
            ("mkdir -m 700 $F/r; ln -s /run/agent.sock $F/r/agent.sock", "not your socket"),
        ])
    func places(_ prepared: String, _ words: String) throws {
        let house = try House()
        house.sh(prepared)
        let said = house.sh("lockstep agent start", ["LOCKSTEP_SOCKET=\(house.path)/r/agent.sock"])
        #expect(said.code == 11 && said.err.contains(words), "\(said)")
    }

    @Test("one agent a socket, one vault an agent")
    func others() throws {
        let house = try house()
        defer { house.sh("lockstep agent stop") }
        let socket = house.sh("printf %s \"$LOCKSTEP_SOCKET\"").out
        let second = house.sh("lockstep-agent --socket \(socket) --vault $LOCKSTEP_VAULT --state $F/state")
        #expect(second.code == 10 && second.err.contains("already"), "\(second)")
        house.sh("lockstep init --vault $F/other.db --key-file $F/otherkey --recovery-file $F/paper")
        let other = house.sh(
            "lockstep get ci --vault $F/other.db --key-file $F/otherkey")
        #expect(other.code == 4, "\(other)")
        #expect(
            house.sh("lockstep unlock --vault $F/other.db --key-file $F/otherkey")
                .code == 10)
        #expect(house.sh("lockstep unlock --key-file $F/otherkey").code == 3)
    }
}
