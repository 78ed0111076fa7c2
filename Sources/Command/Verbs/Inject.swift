internal import Requests

/// Fills the references of a template.
struct InjectOptions: VerbOptions {
    var input: String?
    var output: String?
    var mode: String?
    var owner: String?
    var isRevealed = false
    var handOut = HandOutOptions()

    static let verb = Verb(
        Self.self, "inject", summary: "fill in the references of a template with token strings",
        flags: flags,
        notes: notes,
        examples: examples)

    func run(_ context: Context) throws(Problem) {
        let injecting = Injecting(context: context, options: self)
        guard injecting.output != nil || !context.options.json else {
            throw .usage(
                "--json never contains a secret.",
                hint: "Write to a file (-o FILE), which --json then names; or leave out --json.")
        }
        guard injecting.output != nil || (mode == nil && owner == nil) else {
            throw .usage("--mode and --owner need a file: -o FILE")
        }
        try injecting.run()
        guard let file = injecting.output, context.options.json else { return }
        try context.console.print(.written(file: file))
    }
}
