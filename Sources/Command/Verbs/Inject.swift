internal import Glibc
internal import HandOut
internal import Lifecycle
internal import Secrets

extension Verbs {
    static let inject = Verb(
        name: "inject", summary: "fill the references of a template with token strings",
        flags: [
            Flag("in", "i", .value("TEMPLATE", \.input), "the template; - or nothing for standard input"),
            Flag(
                "out", "o", .value("FILE", \.output),
                "the file to write, 0600; - or nothing for standard output"),
            .reveal,
        ],
        notes: [
            """
            {{ lockstep://LABEL }} is filled anywhere; lockstep://LABEL where it stands by itself. Characters of a label \
            other than letters, digits and -._~/@+ are written as %XX outside of braces. When any reference cannot be \
            filled nothing is written; FILE is replaced whole or not at all.
            """,
            "A file with token strings in it is what Lockstep is there to avoid: lockstep run leaves none.",
        ],
        examples: ["lockstep inject -i app.conf.template -o app.conf"]
    ) { context throws(Problem) in
        let file = context.options.output.flatMap { $0 == "-" ? nil : $0 }
        guard file != nil || !context.options.json else { throw .usage("--json never holds a secret.") }
        try Injecting(context: context).run()
        guard let file, context.options.json else { return }
        try context.console.print(.object([("version", 1), ("file", .text(file))]))
    }
}

extension Flag {
    static let reveal = Flag("reveal", nil, .toggle(\.reveal), "write token strings to a terminal, too")
}

extension Context {
    /// Throws unless a token string may go to standard output: never to a terminal unasked, where it would stay on screen
    /// and in the scroll-back.
    func requireHiddenOutput() throws(Problem) {
        try console.requireOutput()
        guard !options.reveal, System.isTerminal(STDOUT_FILENO) else { return }
        throw Problem(
            .usage, "terminal", "Standard output is a terminal, where the token string would stay.",
            safe: "Nothing was handed out.",
            hint: "Give it to a program (lockstep run), or add --clip or --reveal.")
    }
}

/// Fills a template.
private struct Injecting {
    let context: Context
    /// The longest template, in bytes.
    private static let limit = 16 << 20

    func run() throws(Problem) {
        let output = context.options.output.flatMap { $0 == "-" ? nil : $0 }
        if output == nil { try context.requireHiddenOutput() }
        let template = try template()
        let labels = try template.labels.map { text throws(Problem) in try Context.label(text) }
        let handed = labels.isEmpty ? [] : try context.handOut(labels, "inject")
        let strings = Dictionary(uniqueKeysWithValues: zip(template.labels, handed))
        if let output {
            try PlainFile.replace(output) { file throws(Problem) in try write(template, strings, file) }
        } else {
            try write(template, strings, STDOUT_FILENO)
        }
    }

    private func template() throws(Problem) -> Template {
        let name = context.options.input.flatMap { $0 == "-" ? nil : $0 }
        let bytes = try PlainFile.read(name, limit: Injecting.limit, "The template")
        do throws(Reference.Problem) {
            return try Template(bytes)
        } catch { throw Problem(error) }
    }

    private func write(
        _ template: Template, _ strings: [String: HandedOut], _ file: Int32
    ) throws(Problem) {
        do throws(SecretsError) {
            for piece in template.pieces {
                switch piece {
                case .text(let bytes): try writeAll(bytes.span, to: file)
                case .token(let label): try strings[label]?.string.write(to: file)
                }
            }
        } catch .descriptor(let number) {
            throw PlainFile.unwritten(number)
        } catch { throw PlainFile.unwritten(EIO) }
    }
}

extension Problem {
    /// Says in words what is wrong with a reference.
    init(_ error: Reference.Problem, line: Int? = nil) {
        let place = line.map { " in line \($0)" } ?? ""
        let why =
            switch error {
            case .empty: "names no label"
            case .encoding: "has a % without two hexadecimal digits, or is no UTF-8"
            case .unclosed: "has no }} on its line"
            }
        self = .usage("A reference\(place) \(why).", hint: "Write lockstep://LABEL. Nothing was written.")
    }
}
