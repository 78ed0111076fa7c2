import Lifecycle
import Secrets
import TestSupport
import Testing
import Vault

@Suite("A hint is for what happened, and works to the letter")
struct HintTests {
    private func house() throws -> House {
        let house = try House()
        #expect(house.sh("lockstep create \"it's\" --scope linodes:ro --expiry 30d").code == 0)
        house.sh("printf \"{{ lockstep://it's }}\" >$F/t")
        return house
    }

    /// The command that a text names: from its first words to the end of the line.
    private func command(_ start: String, in text: String) throws -> String {
        let found = try #require(text.firstRange(of: start), "\(text)").lowerBound
        return String(text[found...].prefix { $0 != "\n" })
    }

    @Test("inject says what keeps it from writing, and what to do")
    func inject() throws {
        let house = try house()
        house.sh("mkdir $F/d; ln -s l $F/l")
        let cases = [
            ("d", "name a file in it"), ("t/o", "is not a folder"), ("l", "file itself"),
            ("none/o", "Create its folder first"),
        ]
        for (name, words) in cases {
            let said = house.sh("lockstep inject -i $F/t -o $F/\(name)")
            #expect(said.code == 11 && said.err.contains(words) && !said.err.contains("space"), "\(said)")
        }
        #expect(house.sh("mkdir $F/none && lockstep inject -i $F/t -o $F/none/o").code == 0)
        #expect(house.sh("lockstep inject -i $F/t -o /dev/full").err.contains("Free some space"))
    }

    @Test(
        "inject writes no token string to where --json answers, by whatever name",
        arguments: [
            "-o /dev/stdout", "-o /dev/fd/1", "-o /proc/self/fd/1 >$F/x", "-o $F/x >$F/x", "-o $F/l >$F/x",
            "-o $F/x 2>$F/x", "-o /dev/stderr", "-o $F/p 3<>$F/p >$F/p",
        ])
    func mixing(_ words: String) throws {
        let house = try house()
        let said = house.sh("mkfifo $F/p; : >$F/x; ln -s x $F/l; lockstep inject -i $F/t --json \(words)")
        #expect(said.code == 2 && said.out.isEmpty, "\(said)")
        let text = house.sh("cat $F/x").out + said.err
        #expect(!text.contains("file\":") && text.contains("mixed"), "\(text)")
        #expect(!house.sh("lockstep audit --event handed-out").out.contains("inject"))
        #expect(house.sh("lockstep inject -i $F/t --json -o $F/y && cat $F/y").out.contains("/y\"}"))
        #expect(house.sh("lockstep inject -i $F/t --json").err.contains("-o FILE"))
    }

    @Test("get --json says what does give JSON")
    func json() throws {
        let house = try house()
        let said = house.sh("lockstep get \"it's\" --json")
        #expect(said.code == 2 && said.out.isEmpty)
        // In JSON the backslash of the quoted label is doubled.
        let line = String(try command("lockstep show", in: said.err).prefix { $0 != "\"" })
            .replacing("\\\\", with: "\\")
        let shown = house.sh(line)
        #expect(shown.code == 0 && shown.out.contains("it's"), "\(line) \(shown)")
    }

    @Test("a refused grant names the label's rules", arguments: [false, true])
    func grant(_ hasAgent: Bool) throws {
        let house = try house()
        if hasAgent { house.sh("lockstep agent start && lockstep unlock") }
        defer { house.sh("lockstep agent stop") }
        #expect(house.sh("lockstep grant \"it's\" --unit none.service").code == 0)
        let said = house.sh("lockstep get \"it's\"")
        #expect(said.code == 5, "\(said)")
        let shown = house.sh(try command("lockstep grant", in: said.err))
        #expect(shown.code == 0 && shown.out.contains("none.service"), "\(said) \(shown)")
    }

    @Test(
        "credential on a terminal hints at what there is",
        .enabled(if: House.can("script -qec true /dev/null"), "needs script"))
    func credential() throws {
        let house = try house()
        let said = house.sh("script -qec \"lockstep credential kubectl x\" /dev/null")
        #expect(said.code == 2 && said.out.contains("--reveal") && !said.out.contains("--clip"), "\(said)")
    }

    @Test("30 days are 30 days right after creation, and a purged token neither expires nor lives for ever")
    func days() throws {
        let house = try house()
        #expect(house.sh("lockstep list").out.contains("(in 30 days)"))
        house.sh("lockstep create kept --scope linodes:ro --expiry never; lockstep revoke kept --yes")
        let all = house.sh("lockstep list --all").out
        let line = try #require(all.split(separator: "\n").first { $0.hasPrefix("kept") })
        #expect(line.contains("  revoked 2"), "\(line)")
        #expect(!line.contains("linodes") && !line.contains("never"), "\(line)")
        #expect(house.sh("lockstep list --all --json").out.contains(#""flags":[],"pending":null"#))
        #expect(!house.sh("lockstep list --all --expiring 2y").out.contains("kept"))
    }

    @Test("an account that is not there is answered with those that are, and a dead one with its login")
    func accounts() throws {
        let house = try house()
        let said = house.sh("lockstep list --account none")
        #expect(said.code == 4 && said.err.contains("The vault has: 'sandbox'"), "\(said)")
        house.sh(
            "curl -s -X DELETE -H \"Authorization: Bearer $PROVISIONING\" $LOCKSTEP_LINODE_URL/v4/profile/tokens/1"
        )
        for line in ["create x --scope linodes:ro --expiry 1d", "sync", "list --remote"] {
            let said = house.sh("lockstep \(line)")
            #expect(said.code == 6 && said.err.contains("lockstep login sandbox"), "\(said)")
        }
    }

    @Test(
        "an account whose provisioning token is damaged is whole again after the login that doctor asks for")
    func damagedAccount() throws {
        let house = try house()
        Raw.run("UPDATE cells256 SET value = randomblob(256) WHERE id = 1", in: house.vault)
        let found = house.sh("lockstep doctor")
        #expect(found.code == 9 && found.out.contains("intact   1 token: it's"), "\(found)")
        #expect(found.out.contains("lockstep login sandbox"), "\(found)")
        let said = house.sh(
            "printf %s $PROVISIONING | lockstep login sandbox --token-stdin && lockstep doctor")
        #expect(said.code == 0, "\(said)")
        #expect(house.sh("lockstep create other --scope linodes:ro --expiry 1d").code == 0)
    }
}
