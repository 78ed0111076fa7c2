import Glibc
import TestSupport
import Testing

@Suite("With --json stdout has one answer, and stderr has JSON alone")
struct JSONStreamTests {
    /// Whether a line is an object that scripts can read, of one of the three kinds.
    private static func isObject(_ line: Substring) -> Bool {
        ["error", "warning", "note"].contains { line.hasPrefix(#"{"version":1,"\#($0)":"#) }
            && line.hasSuffix("}")
    }

    private static func kinds(_ said: Said) -> [Substring] {
        said.err.split(separator: "\n").map { $0.dropFirst(14).prefix { $0 != "\"" } }
    }

    @Test(
        "a warning is an object beside the error's",
        arguments: [
            ("lockstep list --json", 0 as Int32, ["warning"]),
            ("lockstep show none --json", 4, ["warning", "error"]),
            (
                "printf '%s' secret >$F/p; lockstep list --passphrase-file $F/p --json", 3,
                ["warning", "error"]
            ),
            ("ulimit -l 0; chmod 600 $F/key; lockstep list --json", 0, ["warning"]),
        ])
    func warnings(_ line: String, _ code: Int32, _ kinds: [String]) throws {
        let house = try House()
        house.sh("chmod 644 $LOCKSTEP_KEY_FILE")
        let said = house.sh(line)
        // Root may lock memory whatever the limit is.
        let kinds = geteuid() == 0 && line.hasPrefix("ulimit") ? [] : kinds
        #expect(said.code == code, "\(said)")
        #expect(JSONStreamTests.kinds(said).map(String.init) == kinds, "\(said)")
        #expect(said.err.split(separator: "\n").allSatisfy(JSONStreamTests.isObject), "\(said)")
    }

    static let lines = [
        "lockstep init --vault $F/other.db --key-file $F/otherkey --recovery-file $F/paper --json",
        "lockstep create ci --scope linodes:ro --expiry 9d --json",
        "lockstep create cd --scope linodes:ro --expiry 9d --json", "lockstep create --list-scopes --json",
        "lockstep list --json", "lockstep list --remote --json", "lockstep show ci --json",
        "lockstep rename ci ce --json", "lockstep grant ce --exe /bin/sh --json", "lockstep grant ce --json",
        "lockstep sync --json", "lockstep status --json", "lockstep doctor --json",
        "lockstep doctor --accept-older --json", "lockstep audit --json", "lockstep unlock --json",
        "lockstep agent start --json", "echo 'a lockstep://cd' | lockstep inject -o $F/filled --json",
        "lockstep lock --json", "lockstep lock --json", "lockstep agent stop --json",
        "lockstep agent stop --json", "lockstep lock --json",

        "lockstep revoke ce cd --yes --json", "lockstep revoke --all --yes --json",
        "printf %s $PROVISIONING | lockstep login main --token-stdin --json", "lockstep logout main --json",
    ]

    @Test("every verb answers with one object")
    func verbs() throws {
        let house = try House()
        defer { house.sh("lockstep agent stop") }
        for line in JSONStreamTests.lines {
            let said = house.sh(line)
            #expect(said.code == 0, "\(line)\n\(said)")
            let answer = said.out.split(separator: "\n")
            #expect(
                answer.count == 1 && answer[0].hasPrefix(#"{"version":1,"#) && answer[0].hasSuffix("}"),
                "\(line)\n\(said)")
            #expect(
                said.err.split(separator: "\n").allSatisfy(JSONStreamTests.isObject), "\(line)\n\(said)")
        }
    }
}
