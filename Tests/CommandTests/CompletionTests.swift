import Testing

@testable import Command

@Suite("What a shell is offered")
struct CompletionTests {
    private static let cases: [(words: [String], wanted: Wanted)] = [
        ([""], .verbs), (["cre"], .verbs), (["help", ""], .verbs), (["help", "get", ""], .nothing),
        (["nonsense", ""], .nothing),
        (["get", ""], .value(.label, head: "")), (["get", "a", ""], .nothing),
        (["revoke", "a", ""], .value(.label, head: "")), (["rm", ""], .value(.label, head: "")),
        (["get", "--", "--x"], .value(.label, head: "")),
        (["create", ""], .value("LABEL", head: "")),
        (["create", "a", "--scope", ""], .value(.scope, head: "")),
        (["create", "a", "--scope=li"], .value(.scope, head: "--scope=")),
        (["create", "-sli"], .value(.scope, head: "-s")), (["create", "-s", ""], .value(.scope, head: "")),
        (["create", "--account", ""], .value(.account, head: "")),
        (["audit", "--event", "de"], .value(.event, head: "")),
        (["get", "--vault", ""], .value(.file, head: "")),
        (["get", "--vault=/t"], .value(.file, head: "--vault=")),
        (["audit", "receipt", ""], .value(.label, head: "")),
        (["audit", "verify", ""], .value(.file, head: "")),
        (["audit", "key", ""], .nothing),
        (["agent", ""], .value(.words("start", "stop", "askpass", "hook"), head: "")),
        (["grant", "a", "--confirm="], .value(.words("askpass", "terminal"), head: "--confirm=")),
        (["grant", "a", "--confirm", ""], .nothing),
        (["run", "a", "--env", "X=", "--", ""], .command(at: 5)),
        (["run", "--", "make", "-j", ""], .command(at: 2)),
        (["get", "--unknown", ""], .nothing), (["get", "--clip=x"], .nothing),
    ]

    @Test("is what the grammar says of that place", arguments: cases)
    func wanted(_ words: [String], _ wanted: Wanted) { #expect(Wanted(words) == wanted) }

    @Test("is each flag of the verb that its help has, and none twice but those that may be repeated")
    func flags() throws {
        for verb in Verbs.all {
            let all = (verb.flags + verb.commonFlags).map(\.long)
            #expect(Wanted([verb.name, "-"]) == .flags(all))
        }
        guard case .flags(let left) = Wanted(["create", "--scope", "a:ro", "-e", "9d", "--"]) else {
            Issue.record("no flags")
            return
        }
        #expect(left.contains("scope") && !left.contains("expiry") && left.contains("vault"))
    }

    @Test("is for the vault that the line names")
    func vault() {
        #expect(Wanted.vault(in: ["get", "--vault", "v", ""]) == "v")
        #expect(Wanted.vault(in: ["get", "--vault=v", ""]) == "v")
        #expect(Wanted.vault(in: ["run", "--", "x", "--vault", "v", ""]) == nil)
        #expect(Wanted.vault(in: ["get", "--vault"]) == nil)
    }

    @Test("stands in the words that help says of the operands", arguments: Verbs.all.map(\.name))
    func operands(_ name: String) throws {
        let verb = try Verbs.named(name)
        switch verb.places {
        case .words(let table): for (word, _) in table { #expect(verb.operands.contains(word)) }
        case .each: #expect(["...", "...]"].contains { verb.operands.hasSuffix($0) })
        case .places(let kinds): #expect(kinds.count <= verb.count.upperBound)
        }
    }

    @Test("no person is told of what only scripts call")
    func hidden() {
        for (name, make) in Verbs.hidden {
            #expect(make().name == name && !Help.overview().contains("  \(name) "))
        }
    }
}
