internal import Requests

/// Fills the references of a template.
struct InjectOptions: VerbOptions {
    var input: String?
    var output: String?
    var isRevealed = false
    var handOut = HandOutOptions()

    static let verb = Verb(
        Self.self, "inject", summary: "fill the references of a template with token strings",
        flags: [
            Flag("in", "i", .value("TEMPLATE", \.input), "the template; - or nothing for standard input"),
            Flag(
                "out", "o", .value("FILE", \.output),
                "the file to replace, 0600 and yours; - or nothing for standard output"),
            .reveal(\.isRevealed), .evenExpired(\.handOut.isEvenExpired), .unlogged(\.handOut.isUnlogged),
        ],
        notes: [
            """
            {{ lockstep://LABEL }} is filled anywhere; lockstep://LABEL where it stands by itself. Characters of a label \
            other than letters, digits and -._~/@+ are written as %XX outside of braces. When any reference cannot be \
            filled nothing is written.
            """,
            """
            FILE is replaced whole or not at all, whatever links lead to it, and is then yours alone (0600), whatever its owner and \
            mode were before. A device or a pipe is written into. The template itself cannot be FILE.
            """,
            "A file with token strings in it is what Lockstep is there to avoid: lockstep run leaves none.",
        ],
        examples: ["lockstep inject -i app.conf.template -o app.conf"])

    func run(_ context: Context) throws(Problem) {
        let injecting = Injecting(context: context, options: self)
        guard injecting.output != nil || !context.options.json else {
            throw .usage(
                "--json never holds a secret.",
                hint: "Write to a file (-o FILE), and --json names it; or leave --json out.")
        }
        try injecting.run()
        guard let file = injecting.output, context.options.json else { return }
        try context.console.print(.written(file: file))
    }
}
