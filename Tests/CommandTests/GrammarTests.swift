import Testing

@testable import Command

@Suite("The grammar")
struct GrammarTests {
    private func read(_ words: [String?]) throws -> Invocation {
        let verb = try Verbs.named(try #require(words.first ?? nil))
        return try verb.invocation(Array(words.dropFirst()), offset: 2)
    }

    @Test("takes flags before and behind operands, long and short, with and without an equals sign")
    func flags() throws {
        let said = try read(["create", "-s", "linodes:rw", "ci", "--scope=domains:ro", "-e90d", "--json"])
        let options = try #require(said.own as? CreateOptions)
        #expect(said.common.operands == ["ci"] && options.scopes == ["linodes:rw", "domains:ro"])
        #expect(options.expiry == "90d" && said.common.json)
    }

    @Test(
        "help lists --json where it does something, and says what",
        arguments: [("list", "on stdout"), ("run", "JSON on stderr"), ("credential", "on stderr")])
    func json(_ name: String, _ words: String) throws {
        let help = Help.text(of: try Verbs.named(name))
        let line = try #require(help.split(separator: "\n").first { $0.hasPrefix("  --json ") })
        #expect(line.contains(words), "\(line)")
        #expect(!Help.text(of: try Verbs.named("get")).contains("--json"))
    }

    @Test("leaves everything behind -- to the command")
    func command() throws {
        let options = try read(["run", "ci", "--", "env", "--json", nil]).common
        #expect(options.command == 4 && !options.json && options.operands == ["ci"])
        #expect(try read(["get", "--", "--json"]).common.operands == ["--json"])
    }

    @Test(
        "refuses what it does not know, with a hint",
        arguments: [
            (["show"], "LABEL"), (["get", "a", "b"], "LABEL"), (["status", "a"], "no operands"),
            (["get", "my", "token"], "'my token'"),
            (["run", "ci", "make", "all"], "run ci -- make ..."),
            (["run", "ci", "make", "-x"], "run ci -- make ..."),
            (["bind", "a", "https://b.example", "c"], "'c' is one too many"),
            (["delete", "x"], "lockstep revoke"),
            (["list", "--jsno"], "--json"), (["get", "a", "--json=1"], "no value"),
            (["create", "a", "--scope"], "needs a value"),
            (["create", "a", "-e", "1d", "-e", "2d"], "twice"), (["create", "a", "--expiry="], "not empty"),
            (["revok"], "revoke"), (["get", nil], "UTF-8"), (["create", "a", "-s", nil], "UTF-8"),
            (["run", "a", "-x"], "-x"),
        ] as [([String?], String)])
    func refused(_ words: [String?], _ says: String) {
        let problem = #expect(throws: Problem.self) { try read(words) }
        #expect(
            problem?.exit == .usage && (problem.map { $0.text.contains(says) } ?? false),
            "\(problem?.text ?? "")")
    }

    @Test(
        "every verb has help that fits 80 columns, with its flags and an example or none",
        arguments: Verbs.all.map(\.name))
    func help(_ name: String) throws {
        let verb = try Verbs.named(name)
        let help = Help.text(of: verb)
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(help)")
        for flag in verb.flags + verb.commonFlags { #expect(help.contains("--\(flag.long)")) }
        #expect(Help.overview().contains("  \(name) "))
    }

    @Test("a verb is found by its own name")
    func table() {
        #expect(Verbs.table.map(\.key) == Verbs.all.map(\.name))
    }

    @Test(
        "a verb of another program is answered with what does the same here, and none of them is a verb here")
    func others() {
        #expect(Set(OtherWords.all).count == OtherWords.all.count)
        #expect(Set(OtherWords.all).isDisjoint(with: Verbs.all.flatMap { [$0.name] + $0.aliases }))
        for word in OtherWords.all {
            let problem = #expect(throws: Problem.self) { try Verbs.named(word) }
            #expect(problem?.hint.contains("lockstep ") ?? false, "\(word)")
        }
        for word in [
            "new", "delete", "exec", "add", "edit", "whoami", "remove", "cat", "store", "export", "token",
        ] {
            #expect(OtherWords.hint(word) != nil, "\(word)")
        }
    }

    @Test("a flag of another verb is answered with what does the same")
    func otherFlags() throws {
        for (name, flags, hint) in OtherFlags.table {
            let own = try Verbs.named(name).allFlags.map { "--\($0.long)" }
            #expect(Set(flags).isDisjoint(with: own))
            for flag in flags {
                let problem = #expect(throws: Problem.self) { try read([name, flag, "x"]) }
                #expect(problem?.hint == hint, "\(name) \(flag)")
            }
        }
    }

    @Test("no two flags of a verb have the same name", arguments: Verbs.all.map(\.name))
    func names(_ name: String) throws {
        let flags = try Verbs.named(name).allFlags
        #expect(Set(flags.map(\.long)).count == flags.count)
        let short = flags.compactMap(\.short)
        #expect(Set(short).count == short.count)
    }
}
