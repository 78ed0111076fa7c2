import TestSupport
import Testing

@Suite("A token goes to the hosts that it is bound to")
struct HostTests {
    private static let bare = ["LOCKSTEP_KEY_FILE="]

    /// A token `it's`, with an unlocked agent or without one.
    private func house(_ hasAgent: Bool) throws -> House {
        let house = try House()
        #expect(house.sh("lockstep create \"it's\" --scope linodes:ro --expiry 9d").code == 0)
        if hasAgent { #expect(house.sh("lockstep agent start && lockstep unlock").code == 0) }
        return house
    }

    private func ask(_ house: House, _ host: String, _ rest: String = "", agent: Bool) -> Said {
        house.sh(
            "printf 'protocol=https\\nhost=\(host)\\n\(rest)\\n' | lockstep credential git \"it's\" get",
            agent ? HostTests.bare : [])
    }

    @Test(
        "git is refused without a binding and without a terminal, and the hint's command lets that host in alone",
        arguments: [true, false])
    func git(_ hasAgent: Bool) throws {
        let house = try house(hasAgent)
        defer { house.sh("lockstep agent stop") }
        let said = ask(house, "git.example", agent: hasAgent)
        #expect(said.code == 5 && said.out.isEmpty && said.err.contains("https://git.example"), "\(said)")
        let start = try #require(said.err.firstRange(of: "lockstep bind")).lowerBound
        #expect(house.sh(String(said.err[start...].prefix { $0 != "\n" })).code == 0, "\(said)")
        #expect(ask(house, "GIT.example:443", "path=a/b\\n", agent: hasAgent).out.contains("password="))
        for other in ["evil.example", "git.example:444", "git.example.evil", "x.git.example"] {
            let said = ask(house, other, agent: hasAgent)
            #expect(said.code == 5 && said.out.isEmpty, "\(said)")
        }
        #expect(house.sh("lockstep audit").out.contains("credential git https://evil.example"))
        #expect(house.sh("lockstep bind \"it's\" git.example --remove").code == 0)
        #expect(ask(house, "git.example", agent: hasAgent).code == 5)
        #expect(house.sh("lockstep get \"it's\"", hasAgent ? HostTests.bare : []).code == 0)
        #expect(house.sh("lockstep doctor").code == 0)
    }

    @Test("a path that is bound lets that path in alone")
    func path() throws {
        let house = try house(false)
        #expect(house.sh("lockstep bind \"it's\" https://git.example/team/a.git").code == 0)
        #expect(ask(house, "git.example", "path=team/a.git\\n", agent: false).code == 0)
        for rest in ["", "path=team/b.git\\n", "path=team/a.git/../b.git\\n"] {
            #expect(ask(house, "git.example", rest, agent: false).code != 0)
        }
    }

    @Test(
        "git without a path is told to name it, not to have the host as a whole bound",
        arguments: [true, false])
    func useHttpPath(_ hasAgent: Bool) throws {
        let house = try house(hasAgent)
        defer { house.sh("lockstep agent stop") }
        let bound = house.sh("lockstep bind \"it's\" https://git.example:8443/team/a.git")
        let line = "git config --global credential.https://git.example:8443.useHttpPath true"
        #expect(bound.code == 0 && bound.err.contains(line), "\(bound)")
        let said = ask(house, "git.example:8443", agent: hasAgent)
        #expect(said.code == 5 && said.out.isEmpty && said.err.contains(line), "\(said)")
        #expect(!said.err.contains("git.example:8443\n"), "\(said)")
        #expect(ask(house, "git.example:8443", "path=team/a.git\n", agent: hasAgent).code == 0)
        // Another path is another place, and its own binding.
        let other = ask(house, "git.example:8443", "path=team/b.git\n", agent: hasAgent)
        #expect(other.code == 5 && other.err.contains("https://git.example:8443/team/b.git"), "\(other)")
    }

    @Test("a new token under an old label inherits no host", arguments: [true, false])
    func fresh(_ hasAgent: Bool) throws {
        let house = try house(hasAgent)
        defer { house.sh("lockstep agent stop") }
        #expect(house.sh("lockstep bind \"it's\" git.example").code == 0)
        #expect(ask(house, "git.example", agent: hasAgent).code == 0)
        let renewed = house.sh(
            "lockstep revoke \"it's\" --yes && lockstep create \"it's\" --scope linodes:ro --expiry 9d")
        #expect(renewed.code == 0, "\(renewed)")
        #expect(ask(house, "git.example", agent: hasAgent).code == 5)
        #expect(house.sh("lockstep bind \"it's\" --json").out.contains("\"hosts\":[]"))
    }

    @Test(
        "what is no host is refused, and binds nothing",
        arguments: [
            "http://git.example", "https://*.example", "https://me@git.example", "ftp://git.example", "''",
        ])
    func wrong(_ url: String) throws {
        let house = try house(false)
        #expect(house.sh("lockstep bind \"it's\" \(url)").code == 2)
        #expect(house.sh("lockstep bind \"it's\" --json").out.contains("\"hosts\":[]"))
    }

    @Test("kubectl that says which cluster it means is held to that one")
    func kubectl() throws {
        let house = try house(false)
        func ask(_ server: String) -> Said {
            let info =
                #"{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"cluster":{"server":"\#(server)"}}}"#
            return house.sh("lockstep credential kubectl \"it's\"", ["KUBERNETES_EXEC_INFO=\(info)"])
        }
        #expect(ask("https://k8s.example:6443").code == 5)
        #expect(house.sh("lockstep bind \"it's\" https://k8s.example:6443").code == 0)
        #expect(ask("https://k8s.example:6443").code == 0)
        let garbled = house.sh("lockstep credential kubectl \"it's\"", ["KUBERNETES_EXEC_INFO={"])
        #expect(garbled.code == 2 && garbled.out.isEmpty, "\(garbled)")
        #expect(ask("https://evil.example:6443").code == 5 && ask("http://k8s.example:6443").code == 5)
    }

    @Test("git finds its helper by the link, which needs a label")
    func link() throws {
        let house = try house(false)
        let program = BuiltPrograms.path("lockstep")
        #expect(
            house.sh("ln -s \(program) $F/git-credential-lockstep; lockstep bind \"it's\" git.example").code
                == 0)
        let input = "printf 'protocol=https\\nhost=git.example\\n\\n'"
        #expect(house.sh("\(input) | $F/git-credential-lockstep \"it's\" get").out.contains("password="))
        let nameless = house.sh("\(input) | $F/git-credential-lockstep get")
        #expect(nameless.code == 2 && nameless.err.contains("lockstep LABEL"), "\(nameless)")
        for operation in ["store", "erase"] {
            let said = house.sh("\(input) | $F/git-credential-lockstep \"it's\" \(operation)")
            #expect(said.code == 0 && said.out.isEmpty && said.err.isEmpty, "\(said)")
        }
    }
}
