import Glibc
import TestSupport
import Testing

@Suite("lockstep grant")
struct GrantTests {
    /// A house with one token and a copy of the shell that is granted nothing; `ways` are with the agent and without.
    private func house() throws -> House {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d; cp $(realpath /bin/sh) $F/granted")
        return house
    }

    private static let none = ["LOCKSTEP_SOCKET=/nonexistent/agent.sock"]

    @Test("narrows a token to one executable, with the agent and without, at once", arguments: [true, false])
    func executable(_ hasAgent: Bool) throws {
        let house = try house()
        let way = hasAgent ? [] : GrantTests.none
        if hasAgent { house.sh("lockstep agent start") }
        defer { house.sh("lockstep agent stop") }
        #expect(house.sh("lockstep get ci", way).code == 0)
        let granted = house.sh("lockstep grant ci --exe $F/granted")
        #expect(granted.code == 0 && granted.out == "1  --exe \(house.path)/granted\n", "\(granted)")
        let refused = house.sh("lockstep get ci", way)
        #expect(refused.code == 5 && refused.out.isEmpty && refused.err.contains("No grant"), "\(refused)")
        #expect(house.sh("lockstep run ci -- true", way).code == 5)
        #expect(house.sh("echo lockstep://ci | lockstep inject", way).code == 5)
        // `; true` keeps the shell from becoming lockstep itself.
        #expect(house.sh("$F/granted -c 'lockstep get ci; true'", way).out.utf8.count == 65)
        // Another file under that name is another program, and one that was taken away none.
        house.sh("cp $(realpath /bin/sh) $F/other; cp $F/other $F/new")
        #expect(house.sh("$F/new -c 'lockstep get ci; true'", way).out.isEmpty)
        #expect(house.sh("$F/granted -c 'mv $F/new $F/granted; lockstep get ci; true'", way).out.isEmpty)
        let audit = house.sh("lockstep audit --json --event denied").out
        #expect(audit.split(separator: #""event":"denied""#).count == 6, "\(audit)")
        #expect(house.sh("lockstep show ci").out.contains("granted     --exe \(house.path)/granted"))
        #expect(house.sh("lockstep grant ci --clear; lockstep get ci", way).code == 0)
    }

    @Test(
        "a caller in a file system of its own is not who its path says",
        .enabled(if: House.canMount, "mounting is not possible here"))
    func namespace() throws {
        let house = try house()
        house.sh("lockstep agent start; lockstep grant ci --exe $F/granted")
        defer { house.sh("lockstep agent stop") }
        let there =
            "mount --bind $(realpath /bin/sh) $F/granted && exec $F/granted -c \"lockstep get ci; true\""
        #expect(house.shWithMounts(there).out.isEmpty)
        #expect(house.sh("lockstep audit").out.contains("granted (elsewhere)"))
    }

    /// A program that writes down what it is asked and what it was given, and agrees where `$F/yes` is.
    private static let ask = """
        printf '#!/bin/sh\\ncd "%s"; echo "$SSH_ASKPASS_PROMPT: $1" >>asked; env >surroundings; [ -e yes ]\\n' $F >$F/ask
        chmod 700 $F/ask
        """

    @Test("the log says what happened to a question that nobody answered, and does not call it a refusal")
    func unanswered() throws {
        let house = try house()
        house.sh("lockstep agent start; lockstep grant ci --confirm")
        defer { house.sh("lockstep agent stop") }
        for (line, words) in [
            ("kill -TERM $$", "not answered: \(house.path)/ask was ended by signal 15"),
            ("kill -KILL $$", "not answered: \(house.path)/ask was ended by signal 9"),
            ("exit 1", "refused by \(house.path)/ask"),
        ] {
            house.sh(
                "printf '#!/bin/sh\\n\(line)\\n' >$F/ask; chmod 700 $F/ask; lockstep agent askpass $F/ask")
            #expect(house.sh("lockstep get ci").code == 5)
            let log = house.sh("lockstep audit").out
            #expect(log.contains("get, \(words)"), "\(log)")
        }
        house.sh("rm $F/ask")
        #expect(house.sh("lockstep get ci").code == 5)
        let log = house.sh("lockstep audit").out
        #expect(log.contains("get, not asked: \(house.path)/ask could not be started"), "\(log)")
    }

    @Test("asks a person, through the vault's program, and takes everything but yes for no")
    func confirmation() throws {
        let house = try house()
        house.sh(
            "\(GrantTests.ask); lockstep agent start; lockstep grant ci --confirm; lockstep agent askpass $F/ask"
        )
        defer { house.sh("lockstep agent stop") }
        let no = house.sh("lockstep get ci")
        #expect(no.code == 5 && no.err.contains("A person must agree"), "\(no)")
        let yes = house.sh("touch $F/yes; lockstep get ci; cat $F/asked")
        #expect(yes.code == 0 && yes.out.contains("confirm: Hand out 'ci'? Asked for by \"/"), "\(yes)")
        #expect(house.sh("lockstep run ci -- sh -c 'echo $LINODE_TOKEN'").out.utf8.count == 65)
        let log = house.sh("lockstep audit").out
        #expect(log.contains("get, confirmed by \(house.path)/ask"), "\(log)")
        #expect(
            log.contains("get, refused by \(house.path)/ask") && log.contains("askpass: \(house.path)/ask"))
        // The same program is asked without the agent.
        #expect(house.sh("lockstep get ci", GrantTests.none).code == 0)
        #expect(house.sh("rm $F/yes; lockstep get ci", GrantTests.none).code == 5)
    }

    @Test("who starts the agent chooses neither who agrees nor what is loaded into it")
    func askpass() throws {
        let house = try house()
        let starts = [
            "LOCKSTEP_ASKPASS=/bin/true", "SSH_ASKPASS=/bin/true", "LD_PRELOAD=/none.so",
            "PATH=/odd:/usr/bin:/bin",
        ]
        house.sh("\(GrantTests.ask); touch $F/yes; lockstep grant ci --confirm; which lockstep >$F/lockstep")
        house.sh("$(cat $F/lockstep) agent start", starts)
        defer { house.sh("lockstep agent stop") }
        let refused = house.sh("lockstep get ci")
        #expect(refused.code == 5 && refused.err.contains("names no program that asks"), "\(refused)")
        #expect(refused.err.contains("lockstep agent askpass /usr/bin/ssh-askpass"), "\(refused)")
        // The vault says who asks, from the next question on; only who unlocks says it to the vault.
        let locked = house.sh("lockstep agent askpass /bin/true --no-input", ["LOCKSTEP_KEY_FILE="])
        #expect(locked.code == 3, "\(locked)")
        #expect(house.sh("lockstep agent askpass $F/ask").out == "\(house.path)/ask\n")
        #expect(house.sh("lockstep get ci").code == 0)
        let given = house.sh("cat $F/surroundings").out
        #expect(given.contains("PATH=/usr/local/bin:/usr/bin:/bin\n"), "\(given)")
        #expect(!given.contains("LD_PRELOAD") && !given.contains("ASKPASS=") && !given.contains("LOCKSTEP"))
        #expect(house.sh("lockstep agent askpass --clear; lockstep get ci").code == 5)
    }

    @Test(
        "the program that asks is one that nobody else can change",
        arguments: [
            ("$F/none", 4, "was not found"), ("$F/data", 2, "cannot be executed"),
            ("$F/key", 2, "cannot be executed"),
            ("$F/shared", 2, "Others can change"),
            ("$F/shared --clear", 2, "Name a program, or give --clear"),
        ] as [(String, Int32, String)])
    func program(_ words: String, _ code: Int32, _ sentence: String) throws {
        let house = try house()
        let said = house.sh("cp /bin/true $F/shared; chmod 770 $F/shared; lockstep agent askpass \(words)")
        #expect(said.code == code && said.err.contains(sentence), "\(said)")
        #expect(house.sh("lockstep agent askpass").err.contains("No program is set"))
    }

    @Test("a program that may not be read cannot be granted: nobody is told when it asks")
    func unreadable() throws {
        let house = try house()
        let said = house.sh("chmod 0111 $F/granted; lockstep grant ci --exe $F/granted")
        // Root reads everything, and so does root's agent.
        guard geteuid() != 0 else { return #expect(said.code == 0, "\(said)") }
        #expect(said.code == 2 && said.err.contains("You cannot read"), "\(said)")
        #expect(house.sh("lockstep grant ci").err.contains("No rule"))
    }

    @Test("shows rules, takes one away, and says what is wrong with one")
    func rules() throws {
        let house = try house()
        house.sh("lockstep grant ci --unit web.service --confirm; lockstep grant ci --cgroup '/a/*'")
        let shown = house.sh("lockstep grant ci --json").out
        #expect(
            shown.contains(
                #""grants":[{"exe":null,"unit":"web.service","cgroup":null,"confirm":true,"terminal":false,"into":null,"manage":false},{"exe":null"#
            ),
            "\(shown)")
        #expect(house.sh("lockstep grant ci --remove 1").out == "1  --cgroup /a/*\n")
        #expect(house.sh("lockstep rename ci cd; lockstep grant cd").out == "1  --cgroup /a/*\n")
        for (words, code) in [
            ("cd --remove 2", 2), ("cd --unit web", 2), ("cd --exe $F/none", 4), ("ci", 4),
            ("cd --clear --confirm", 2),
        ] as [(String, Int32)] { #expect(house.sh("lockstep grant \(words)").code == code, "\(words)") }
        #expect(house.sh("lockstep grant cd --remove 1").err.contains("every program of this user"))
    }
}
