import TestSupport
import Testing

@Suite("Credentials for other tools")
struct CredentialTests {
    private func house() throws -> House {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        return house
    }

    @Test(
        "git asks for, approves and rejects a credential, and gets the token",
        .enabled(if: House.can("git --version"), "needs git"))
    func git() throws {
        let house = try house()
        let ci = house.sh("lockstep get ci").out
        house.sh(
            "git config --global credential.https://git.example.helper '!lockstep credential git ci --user me'"
        )
        for host in ["https://git.example", "http://127.0.0.1"] {
            #expect(house.sh("lockstep bind ci \(host)").code == 0)
        }
        func git(_ operation: String, _ input: String) -> Said {
            house.sh("printf '\(input)' | git credential \(operation)", ["GIT_TERMINAL_PROMPT=0"])
        }
        let filled = git("fill", "protocol=https\\nhost=git.example\\n\\n")
        #expect(filled.out.contains("username=me\npassword=\(ci)"), "\(filled)")
        let named = git("fill", "protocol=https\\nhost=git.example\\nusername=you\\n\\n")
        #expect(named.out.contains("username=you\npassword=\(ci)"), "\(named)")
        #expect(git("fill", "protocol=https\\nhost=other.example\\n\\n").code != 0)
        let whole = "protocol=https\\nhost=git.example\\nusername=me\\npassword=x\\n\\n"
        #expect(git("approve", whole).code == 0 && git("reject", whole).code == 0)
        #expect(house.sh("lockstep get ci").out == ci)
        let answer = house.sh(
            "printf 'protocol=https\\nhost=git.example\\n\\n' | lockstep credential git ci get")
        #expect(answer.out.contains("\npassword_expiry_utc=1"), "\(answer)")
        let plain = house.sh(
            "printf 'protocol=http\\nhost=git.example\\n\\n' | lockstep credential git ci get")
        #expect(plain.code == 5 && plain.out.isEmpty, "\(plain)")
        #expect(
            house.sh("printf 'protocol=http\\nhost=127.0.0.1:80\\n\\n' | lockstep credential git ci get").code
                == 0)
        #expect(house.sh("lockstep audit --json --event handed-out").out.contains("credential git"))
    }

    @Test(
        "kubectl is answered in the version that it asks for",
        arguments: ["v1", "v1beta1", "v1alpha1"])
    func kubectl(_ version: String) throws {
        let house = try house()
        let ci = house.sh("printf %s $(lockstep get ci)").out
        let name = "client.authentication.k8s.io/\(version)"
        let info = #"{"apiVersion":"\#(name)","kind":"ExecCredential","spec":{"interactive":false}}"#
        let said = house.sh("lockstep credential kubectl ci", ["KUBERNETES_EXEC_INFO=\(info)"])
        #expect(
            said.out.hasPrefix(
                #"{"apiVersion":"\#(name)","kind":"ExecCredential","status":{"token":"\#(ci)","expirationTimestamp":"2"#
            ) && said.out.hasSuffix("Z\"}}\n"),
            "\(said)")
    }

    @Test("a label that there is none of, and a tool that is not known, are told")
    func wrong() throws {
        let house = try house()
        #expect(house.sh("lockstep credential kubectl none").code == 4)
        #expect(house.sh("lockstep credential svn ci get").code == 2)
        #expect(house.sh("lockstep credential git ci </dev/null").code == 0)
    }
}
