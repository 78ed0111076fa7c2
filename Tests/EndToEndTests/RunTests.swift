import TestSupport
import Testing

@Suite("lockstep run")
struct RunTests {
    private func house() throws -> House {
        let house = try House()
        house.sh(
            "lockstep create one --scope account:ro --expiry 1d; lockstep create two --scope linodes:ro --expiry 1d"
        )
        return house
    }

    @Test("gives the token to the variables that Linode's tools read, and to no other place")
    func variables() throws {
        let house = try house()
        let string = house.sh("lockstep get one").out
        let said = house.sh("lockstep run one -- env")
        let lines = said.out.split(separator: "\n").map(String.init)
        let holding = lines.filter { $0 + "\n" == "\($0.prefix { $0 != "=" })=\(string)" }.map {
            $0.prefix { $0 != "=" }
        }
        #expect(holding.sorted() == ["LINODE_API_TOKEN", "LINODE_CLI_TOKEN", "LINODE_TOKEN"])
        #expect(lines.contains("LINODE_CLI_API_SCHEME=http"))
        let cmdline = house.sh("lockstep run one -- sh -c 'cat /proc/$$/cmdline'")
        #expect(!cmdline.out.contains(string.dropLast()))
    }

    @Test("lets no Linode variable of the caller through")
    func competing() throws {
        let said = try house().sh(
            "lockstep run --env TOKEN=two -- env",
            ["LINODE_TOKEN=caller", "LINODE_CLI_CONFIG=/caller", "LINODE_ANYTHING=caller"])
        #expect(
            said.code == 0 && !said.out.contains("caller") && !said.out.contains("LINODE_TOKEN="), "\(said)")
        #expect(said.out.split(separator: "\n").contains { $0.hasPrefix("TOKEN=") && $0.utf8.count == 70 })
    }

    @Test(
        "ends as the command ends",
        arguments: [("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", 143), ("kill -KILL $$", 137)]
            as [(String, Int32)])
    func codes(_ line: String, _ code: Int32) throws {
        #expect(try house().sh("lockstep run one -- sh -c '\(line)'").code == code)
    }

    @Test("gives the command the streams, the words, the file mask and the descriptors that the caller gave")
    func passing() throws {
        let house = try house()
        #expect(house.sh("echo in | lockstep run one -- cat").out == "in\n")
        #expect(house.sh("lockstep run one -- printf '%s|' --json -- 'a b' ''").out == "--json|--|a b||")
        #expect(house.sh("umask 022; lockstep run one -- sh -c umask").out == "0022\n")
        #expect(
            house.sh("printf 'a\\377b' | xargs lockstep run one -- printf %s | od -An -tx1").out
                == " 61 ff 62\n")
        let open = house.sh(
            "lockstep run one -- sh -c 'ls /proc/self/fd | wc -l'; sh -c 'ls /proc/self/fd | wc -l'"
        ).out
        let counts = open.split(separator: "\n")
        #expect(counts.count == 2 && counts.first == counts.last, "\(open)")
        #expect(house.sh("lockstep run one -- sh -c 'grep SigIgn /proc/self/status'").out.hasSuffix("0000\n"))
    }

    @Test(
        "refuses variables that steer programs, and names that are none",
        arguments: ["PATH", "LD_PRELOAD", "BASH_ENV", "1A", "A-B", ""])
    func names(_ name: String) throws {
        let said = try house().sh("lockstep run --env '\(name)=one' -- true")
        #expect(said.code == 2, "\(said)")
    }

    @Test("keeps the core limit of a command that holds a token at 0, and lets the command raise it")
    func core() throws {
        guard House.can("ulimit -c unlimited") else { return }
        let said = try house().sh(
            "ulimit -c unlimited; lockstep run one -- sh -c 'ulimit -S -c; ulimit -H -c; ulimit -c unlimited; ulimit -S -c'"
        )
        #expect(said.out == "0\nunlimited\nunlimited\n", "\(said)")
    }

    @Test("does not start the command when one of the tokens cannot be had")
    func all() throws {
        let house = try house()
        let said = house.sh("lockstep run one --env OTHER=none -- touch $F/started")
        #expect(said.code == 4 && house.sh("test -e $F/started").code == 1, "\(said)")
    }
}
