import CPlatform
import Glibc
import Secrets
import TestSupport
import Testing

@testable import HandOut

@Suite("The environment of a command")
struct EnvironmentTests {
    private func environment(_ body: (inout ChildEnvironment) throws -> Void) throws {
        var environment = unsafe ChildEnvironment(inheriting: lockstep_environment())
        try body(&environment)
    }

    @Test("takes a token under one name once")
    func setting() throws {
        try environment { environment in
            try environment.set("TOKEN", secret: try SecretBytes(known: "abc"))
            #expect(environment.entries.map(\.name) == ["TOKEN"])
            #expect(environment.entries[0].block.exposed == Array("TOKEN=abc\0".utf8))
            #expect(throws: HandOutError.duplicateName("TOKEN")) {
                try environment.set("TOKEN", secret: try SecretBytes(known: "x"))
            }
            #expect(throws: HandOutError.nulInValue) {
                try environment.set("B", secret: try SecretBytes(known: "a\0b"))
            }
        }
    }

    @Test("refuses names that are none", arguments: ["", "1A", "A B", "A=B", "Ä", "A-B"])
    func names(_ name: String) throws {
        #expect(throws: HandOutError.invalidName(name)) { try VariableNames.check(name) }
    }

    @Test(
        "refuses names that change how programs start",
        arguments: ["PATH", "LD_PRELOAD", "IFS", "BASH_ENV", "PYTHONPATH"])
    func steering(_ name: String) throws {
        #expect(throws: HandOutError.forbiddenName(name)) { try VariableNames.check(name) }
    }

    @Test("lends a token to every variable of Linode's tools, with the address when it is not the usual one")
    func lending() throws {
        try environment { environment in
            try environment.lendToken(try SecretBytes(known: "abc"), api: "http://127.0.0.1:99/")
            #expect(
                environment.entries.map(\.name).sorted() == [
                    "LINODE_API_TOKEN", "LINODE_CLI_API_HOST", "LINODE_CLI_API_SCHEME", "LINODE_CLI_TOKEN",
                    "LINODE_TOKEN",
                    "LINODE_URL",
                ])
            let host = environment.entries.first { $0.name == "LINODE_CLI_API_HOST" }
            #expect(host?.block.exposed == Array("LINODE_CLI_API_HOST=127.0.0.1:99\0".utf8))
        }
    }
}
