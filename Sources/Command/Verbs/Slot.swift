/// Shows and changes the ways to unlock the vault.
struct SlotOptions: VerbOptions {
    var name: String?
    var newPassphraseFile: String?
    var recoveryFile: String?
    var derivation: String?
    var threshold: String?
    var count: String?
    var shareFolder: String?
    var sealedWith: String?
    var registers: String?
    var isAgreed = false

    static let verb = Verb(
        Self.self, "slot", summary: "list, add, remove or test the ways to unlock the vault",
        operands: "list | add KIND [FILE|KEY] | remove SLOT… | test",
        .words(["list": [], "add": [.slotKind, .file], "remove": ["SLOT"], "test": []]), count: 1...17,
        flags: [
            Flag("name", nil, .value("NAME", \.name), "add: what to call it"),
            .newPassphraseFile(\.newPassphraseFile), .recoveryFile(\.recoveryFile),
            .derivation(\.derivation),
            .yes(\.isAgreed),
        ] + keptElsewhere,
        notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let words = context.options.operands
        switch (words[0], words.count) {
        case ("list", 1): try SlotShowing(context: context).list()
        case ("test", 1): try SlotShowing(context: context).test()
        case ("remove", 2...):
            try SlotRemoving(context: context, isAgreed: isAgreed).run(Array(words.dropFirst()))
        case ("add", 2...3):
            try SlotAdding(context: context, options: self).run(words[1], words.dropFirst(2).first)
        default:
            throw .usage(
                "lockstep slot takes list, add and a kind, remove and a slot, or test.",
                hint: "See: lockstep slot --help")
        }
    }
}
