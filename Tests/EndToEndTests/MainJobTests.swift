import TestSupport
import Testing

@Suite("The main job, from the command line to the provider")
struct MainJobTests {
    @Test("a token is created, listed, handed out, renamed, revoked and purged")
    func whole() throws {
        let house = try House()
        let made = house.sh(
            "lockstep create ci/deploy --scope account:ro --scope linodes:rw --expiry 30d --json")
        #expect(made.code == 0, "\(made)")
        #expect(made.out.contains(#""scopes":["account:read_only","linodes:read_write"]"#))
        #expect(made.out.contains(#""state":"active""#) && made.out.hasPrefix(#"{"version":1,"#))

        let got = house.sh("lockstep get ci/deploy")
        #expect(got.code == 0 && got.err.isEmpty && got.out.utf8.count == 65, "\(got)")
        let live = house.sh(
            "curl -s -H \"Authorization: Bearer $(lockstep get ci/deploy)\" $LOCKSTEP_LINODE_URL/v4/profile")
        #expect(live.out.contains("\"username\""), "\(live)")

        #expect(house.sh("lockstep rename ci/deploy ci/release").code == 0)
        #expect(house.sh("lockstep list --remote").out.contains("ci/release"))
        #expect(house.sh("lockstep get ci/deploy").code == 4)

        let revoked = house.sh("lockstep revoke ci/release --yes")
        #expect(revoked.code == 0 && revoked.err.contains("Revoked and purged"), "\(revoked)")
        let string = got.out.split(separator: "\n").joined()
        let dead = house.sh("curl -s -H 'Authorization: Bearer \(string)' $LOCKSTEP_LINODE_URL/v4/profile")
        #expect(dead.out.contains("Invalid Token"), "\(dead)")
        #expect(
            house.sh("lockstep list --json").out
                == "{\"version\":1,\"tokens\":[],\"expiringAccounts\":[]}\n")
        #expect(house.sh("lockstep get ci/release").code == 4)
        #expect(house.sh("lockstep list --all").out.contains("  revoked 2"))
        #expect(house.sh("lockstep sync").code == 0)
        #expect(house.sh("lockstep audit --verify").err.contains("Verified"))
    }

    @Test("an adopted token is sealed only when the string belongs to the id")
    func adopting() throws {
        let house = try House()
        let request =
            "curl -s -H \"Authorization: Bearer $PROVISIONING\" -H 'Content-Type: application/json'"
            + " -d '{\"label\": \"by hand\", \"scopes\": \"linodes:read_only\"}' $LOCKSTEP_LINODE_URL/v4/profile/tokens"
        let answer = house.sh(request).out
        func field(_ name: String, _ ends: Set<Character>) -> String {
            let rest = answer.split(separator: "\"\(name)\": ", maxSplits: 1).last ?? ""
            return String(rest.drop { $0 == "\"" }.prefix { !ends.contains($0) })
        }
        let (id, string) = (field("id", [",", "}"]), field("token", ["\""]))
        let foreign = house.sh("printf %s $PROVISIONING | lockstep adopt mine --id \(id)")
        #expect(foreign.code == 6 || foreign.code == 10, "\(foreign)")
        #expect(house.sh("lockstep list --json").out.contains("\"tokens\":[]"))
        let adopted = house.sh("printf %s \(string) | lockstep adopt mine --id \(id)")
        #expect(adopted.code == 0, "\(adopted)")
        #expect(house.sh("lockstep get mine").out == "\(string)\n")
        #expect(house.sh("lockstep list --remote").out.contains("mine"))
        #expect(house.sh("lockstep revoke mine --yes").code == 0)
    }

    @Test("what was made elsewhere is shown, and revoked only when asked for by id")
    func elsewhere() throws {
        let house = try House()
        let made = house.sandbox.control("POST", "/_sandbox/tokens", #"{"label": "stranger", "scopes": "*"}"#)
        #expect(made.contains("stranger"), "\(made)")
        let listed = house.sh("lockstep list --remote")
        #expect(
            listed.out.split(separator: "\n").contains { $0.contains("stranger") && $0.contains("no") },
            "\(listed)")
        #expect(house.sh("lockstep sync").code == 0)
        #expect(house.sh("lockstep list --remote").out.contains("stranger"))
        #expect(house.sh("lockstep revoke --id 2 --yes").code == 0)
        #expect(!house.sh("lockstep list --remote").out.contains("stranger"))
    }

    @Test(
        "a deletion by id that cannot be finished is told with the id, taken up by the next one, and by sync")
    func pendingByID() throws {
        let house = try House()
        _ = house.sandbox.control("POST", "/_sandbox/tokens", #"{"label": "stranger", "scopes": "*"}"#)
        house.sandbox.fault(#"{"fault": "status", "status": 500, "method": "DELETE"}"#)
        for _ in 0..<2 { #expect(house.sh("lockstep revoke --id 2 --yes").code == 8) }
        let status = house.sh("lockstep status --json")
        #expect(status.out.contains(#""operation":"delete","label":"sandbox","id":2"#), "\(status)")
        #expect(status.out.contains(#""pending":1"#), "\(status)")
        #expect(house.sh("lockstep list").err.contains("delete id 2 of account 'sandbox'"))
        #expect(house.sh("lockstep revoke --id 2 --forget --yes").code == 2)
        house.sh("curl -s -X DELETE $LOCKSTEP_LINODE_URL/_sandbox/faults")
        let synced = house.sh("lockstep sync")
        #expect(
            synced.code == 0 && synced.err.contains("delete id 2 of account 'sandbox': done"), "\(synced)")
        #expect(!house.sh("lockstep list --remote").out.contains("stranger"))
    }

    @Test(
        "a forgotten token is wiped here, is not called revoked, and shows as made elsewhere while it lives")
    func forgetting() throws {
        let house = try House()
        house.sh("lockstep create lost --scope linodes:ro --expiry 1d")
        house.sandbox.fault(#"{"fault": "status", "status": 500, "method": "DELETE"}"#)
        #expect(house.sh("lockstep revoke lost --yes").code == 8)
        #expect(house.sh("lockstep revoke --all --forget --yes").code == 2)
        #expect(house.sh("lockstep revoke lost --forget --no-input").code == 3)
        let said = house.sh("lockstep revoke lost --forget --yes")
        #expect(
            said.code == 0 && said.err.contains("not revoked") && !said.err.contains("Revoked"), "\(said)")
        #expect(house.sh("lockstep get lost").code == 4)
        #expect(house.sh("lockstep audit receipt lost").code == 4)
        #expect(house.sh("lockstep status --json").out.contains("\"pending\":0"))
        let listed = house.sh("lockstep list --remote").out.split(separator: "\n")
        #expect(listed.contains { $0.hasPrefix("lost") && $0.contains(" no ") }, "\(listed)")
        #expect(house.sh("lockstep audit").out.contains("forgotten"))
        #expect(house.sh("lockstep create lost --scope linodes:ro --expiry 1d").code == 0)
    }

    @Test("a token forgotten while it is being renamed gives back both labels")
    func forgettingRenamed() throws {
        let house = try House()
        house.sh("lockstep create one --scope linodes:ro --expiry 1d")
        house.sandbox.fault(#"{"fault": "status", "status": 500, "method": "PUT"}"#)
        #expect(house.sh("lockstep rename one two").code == 8)
        house.sandbox.clearFaults()
        #expect(house.sh("lockstep revoke one --forget --yes").code == 0)
        #expect(house.sh("lockstep sync").code == 0)
        for label in ["one", "two"] {
            #expect(house.sh("lockstep create \(label) --scope linodes:ro --expiry 1d").code == 0, "\(label)")
        }
    }

    @Test("what one account of a user manages is managed for the user's other accounts, too")
    func kin() throws {
        let house = try House()
        house.sh("lockstep create maker --scope account:rw --expiry 60d")
        #expect(house.sh("lockstep get maker | lockstep login second --token-stdin").code == 0)
        house.sh("lockstep create ci --scope account:ro --expiry 1d --account second")
        let synced = house.sh("lockstep sync")
        #expect(synced.err.components(of: "2 managed, 0 made elsewhere") == 2, "\(synced)")
        #expect(!house.sh("lockstep list --remote").out.contains("  no  "))
        for line in [
            "lockstep revoke --id 3 --yes --account sandbox", "lockstep revoke --id 2 --yes --account second",
        ] {
            #expect(house.sh(line).code == 2, "\(line)")
        }
        let adopted = house.sh("lockstep get ci | lockstep adopt again --id 3 --account sandbox")
        #expect(adopted.code == 10, "\(adopted)")
        #expect(house.sh("lockstep get ci").code == 0)
        #expect(house.sh("lockstep logout second").code == 10)
    }

    @Test("list --remote tells managed, renamed, made elsewhere and gone apart")
    func told() throws {
        let house = try House()
        house.sh("for l in kept moved lost; do lockstep create $l --scope linodes:ro --expiry 9d; done")
        let api = "-H \"Authorization: Bearer $PROVISIONING\" $LOCKSTEP_LINODE_URL/v4/profile/tokens"
        house.sh(
            """
            curl -s -X PUT -H 'Content-Type: application/json' -d '{"label": "else"}' \(api)/3
            curl -s -X DELETE \(api)/4; curl -s -X POST -d '{"label": "foreign"}' $LOCKSTEP_LINODE_URL/_sandbox/tokens
            """)
        let listed = house.sh("lockstep list --remote").out
        for (label, word) in [("kept", "yes"), ("else", "renamed"), ("lost", "gone"), ("foreign", "no")] {
            let row = listed.split(separator: "\n").first { $0.hasPrefix(label) }
            #expect(row?.split(separator: " ").dropFirst().first == Substring(word), "\(listed)")
        }
    }

    @Test("a token that vanished at the provider is purged by sync, after proof")
    func vanished() throws {
        let house = try House()
        house.sh("lockstep create gone --scope linodes:ro --expiry 1d")
        house.sh(
            "curl -s -X DELETE -H \"Authorization: Bearer $PROVISIONING\" $LOCKSTEP_LINODE_URL/v4/profile/tokens/2"
        )
        let synced = house.sh("lockstep sync")
        #expect(synced.code == 0, "\(synced)")
        #expect(house.sh("lockstep list --json").out.contains("\"tokens\":[]"))
    }

    @Test(
        "a creation whose answer is lost leaves nothing behind at either side, and the next attempt succeeds")
    func lost() throws {
        let house = try House()
        house.sandbox.fault(#"{"fault": "reset-after", "method": "POST", "times": 1}"#)
        let made = house.sh("lockstep create ci --scope linodes:ro --expiry 1d")
        #expect(made.code == 0, "\(made)")
        #expect(house.sandbox.log.components(of: "POST") == 2, "the fault did not strike")
        #expect(house.sh("lockstep list --remote --json").out.components(of: "\"id\":") == 2)
    }

    @Test("a token made elsewhere is named by its first 16 characters, or by its string alone")
    func prefixes() throws {
        let house = try House()
        func make() -> String {
            house.sh(
                "curl -s -X POST -d '{\"label\": \"elsewhere\"}' $LOCKSTEP_LINODE_URL/_sandbox/tokens "
                    + "| sed 's/.*\"token\": *\"\\([0-9a-f]*\\)\".*/\\1/' | tr -d '\\n'"
            ).out
        }
        let (first, second, third) = (make(), make(), make())
        #expect(first.utf8.count == 64)
        let byPrefix = house.sh("printf %s \(first) | lockstep adopt one --prefix \(first.prefix(16))")
        #expect(byPrefix.code == 0, "\(byPrefix)")
        #expect(house.sh("lockstep get one").out == "\(first)\n")
        let byString = house.sh("printf %s \(second) | lockstep adopt two")
        #expect(byString.code == 0, "\(byString)")
        #expect(house.sh("lockstep get two").out == "\(second)\n")
        let known = house.sh("printf %s \(second) | lockstep adopt three")
        #expect(known.code == 10, "\(known)")
        let other = house.sh("printf %s \(String(repeating: "0", count: 64)) | lockstep adopt three")
        #expect(other.code == 4, "\(other)")
        let whole = house.sh("lockstep revoke --prefix \(third) --yes")
        #expect(whole.code == 2 && whole.err.contains("first 16"), "\(whole)")
        let short = house.sh("lockstep revoke --prefix \(third.prefix(15)) --yes")
        #expect(short.code == 2, "\(short)")
        #expect(house.sh("lockstep list --remote").out.contains("elsewhere"))
        let revoked = house.sh("lockstep revoke --prefix \(third.prefix(16)) --yes")
        #expect(revoked.code == 0 && revoked.err.contains("Deleted"), "\(revoked)")
        #expect(!house.sh("lockstep list --remote").out.contains("elsewhere"))
    }

    @Test(
        "what is pending is told by list, show and status, with its reason; a timer waits, a person need not")
    func overlooked() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 9d")
        house.sh(
            "curl -s -X POST -d '{\"fault\": \"status\", \"status\": 403, \"method\": \"DELETE\"}' "
                + "$LOCKSTEP_LINODE_URL/_sandbox/faults")
        #expect(house.sh("lockstep revoke ci --yes").code == 8)
        for verb in ["list", "status"] {
            let said = house.sh("lockstep \(verb)")
            #expect(said.code == 0 && said.err.contains("PENDING: 1 operation"), "\(said)")
            #expect(said.err.contains("revoke 'ci'") && said.err.contains("does not allow"), "\(said)")
        }
        #expect(house.sh("lockstep list --json").out.contains(#""pending":{"operation":"revoke""#))
        #expect(house.sh("lockstep show ci").out.contains("does not allow"))
        let status = house.sh("lockstep status --json").out
        #expect(status.contains(#""reason":"forbidden""#) && status.contains(#""tries":1"#), "\(status)")
        let timer = house.sh("lockstep sync --due")
        #expect(timer.code == 8 && timer.err.contains("pending"), "\(timer)")
        #expect(house.sh("lockstep status --json").out.contains(#""tries":1"#))
        #expect(house.sh("lockstep sync").code == 8)
        #expect(house.sh("lockstep status --json").out.contains(#""tries":2"#))
        house.sh("curl -s -X DELETE $LOCKSTEP_LINODE_URL/_sandbox/faults")
        #expect(house.sh("lockstep sync").code == 0)
        #expect(house.sh("lockstep status --json").out.contains(#""operations":[]"#))
    }

    @Test("many are told in lines where there is no terminal, with a summary that counts")
    func many() throws {
        let house = try House()
        let made = house.sh(
            "for n in 1 2 3 4 5 6 7 8 9; do lockstep create t$n --scope linodes:ro --expiry 9d || exit; done")
        #expect(made.code == 0, "\(made)")
        house.sh(
            "curl -s -X POST -d '{\"fault\": \"status\", \"status\": 403, \"method\": \"DELETE\", \"times\": 2}' "
                + "$LOCKSTEP_LINODE_URL/_sandbox/faults")
        let revoked = house.sh("lockstep revoke --all --yes")
        #expect(
            revoked.code == 8 && revoked.err.contains("9 tokens: 7 revoked, 2 pending, 0 failed."),
            "\(revoked)")
        #expect(!revoked.err.contains("\u{1B}"))
        let synced = house.sh("lockstep sync")
        #expect(synced.code == 0 && synced.err.contains("2 operations: 2 done."), "\(synced)")
        #expect(house.sh("lockstep list --json").out.contains("[]"))
    }

    @Test("a deletion that the provider refuses is pending, and nothing is wiped or handed out")
    func pending() throws {
        let house = try House()
        house.sh("lockstep create ci --scope linodes:ro --expiry 1d")
        house.sandbox.fault(#"{"fault": "status", "status": 500, "method": "DELETE"}"#)
        let revoked = house.sh("lockstep revoke ci --yes")
        #expect(revoked.code == 8, "\(revoked)")
        #expect(!revoked.err.contains("Revoked and purged"))
        #expect(house.sh("lockstep get ci").code == 8)
        #expect(house.sh("lockstep show ci").out.contains("revoking"))
        house.sandbox.clearFaults()
        #expect(house.sh("lockstep sync").code == 0)
        #expect(house.sh("lockstep get ci").code == 4)
    }
}

extension String {
    /// How often a text occurs.
    func components(of text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
