import Testing

@testable import Command

@Suite("What can be said behind a verb")
struct OptionsTests {
    private func read(_ line: String) throws -> Invocation {
        let words = line.split(separator: " ").map(String.init)
        return try Verbs.named(try #require(words.first)).invocation(Array(words.dropFirst()), offset: 2)
    }

    @Test("is kept in its own options, and nowhere else", arguments: OptionCase.all)
    func options(_ one: OptionCase) throws {
        let said = try read(one.line)
        #expect(AnyHashable(said.own) == AnyHashable(one.options))
        #expect(said.common.operands == one.operands)
    }

    @Test("has a case here for every verb, in which each of its flags stands")
    func complete() {
        for verb in Verbs.all {
            let lines = OptionCase.all.map(\.line).filter { $0.split(separator: " ").first == verb.name[...] }
            #expect(!lines.isEmpty, "\(verb.name)")
            for flag in verb.flags {
                #expect(
                    lines.contains { " \($0) ".contains("--\(flag.long)") }, "\(verb.name) --\(flag.long)")
            }
        }
    }

    @Test("goes to a place of its own with each flag", arguments: Verbs.all.map(\.name))
    func places(_ name: String) throws {
        let verb = try Verbs.named(name)
        let operands = Array(repeating: "x", count: verb.count.lowerBound)
        var found: [AnyHashable] = [AnyHashable(try verb.invocation(operands, offset: 2).own)]
        for flag in verb.flags {
            let words = ["--\(flag.long)"] + (flag.value.map { _ in ["a value"] } ?? [])
            found.append(AnyHashable(try verb.invocation(operands + words, offset: 2).own))
        }
        #expect(Set(found).count == verb.flags.count + 1)
    }

    @Test("short names say the same as long ones", arguments: Verbs.all.map(\.name))
    func short(_ name: String) throws {
        let verb = try Verbs.named(name)
        let operands = Array(repeating: "x", count: verb.count.lowerBound)
        for flag in verb.flags {
            guard let letter = flag.short else { continue }
            let value = flag.value.map { _ in ["a value"] } ?? []
            let (long, short) = (["--\(flag.long)"] + value, ["-\(letter)"] + value)
            #expect(
                AnyHashable(try verb.invocation(operands + long, offset: 2).own)
                    == AnyHashable(try verb.invocation(operands + short, offset: 2).own))
        }
    }

    @Test("what every verb takes is kept apart, whatever the verb", arguments: Verbs.all.map(\.name))
    func common(_ name: String) throws {
        let verb = try Verbs.named(name)
        let operands = Array(repeating: "x", count: verb.count.lowerBound)
        let said = try verb.invocation(
            operands + [
                "--json", "--no-input", "--passphrase-file", "p", "--passphrase-fd=3", "--key-file", "k",
                "--vault",
                "v", "--settle", "1s", "-h",
            ], offset: 2)
        let common = said.common
        #expect(common.json && common.noInput && common.help)
        #expect(common.passphraseFile == "p" && common.passphraseDescriptor == "3" && common.keyFile == "k")
        #expect(common.vault == "v" && common.settle == "1s")
        #expect(AnyHashable(said.own) == AnyHashable(try verb.invocation(operands, offset: 2).own))
    }
}
