internal import Delivery
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

extension Verbs {
    static let inject = Verb(
        name: "inject", summary: "fill the references of a template with token strings",
        flags: [
            Flag("in", "i", .value("TEMPLATE", \.input), "the template; - or nothing for standard input"),
            Flag(
                "out", "o", .value("FILE", \.output),
                "the file to replace, 0600 and yours; - or nothing for standard output"),
            .reveal, .evenExpired, .unlogged,
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
        examples: ["lockstep inject -i app.conf.template -o app.conf"]
    ) { context throws(Problem) in
        let file = context.options.output.flatMap { $0 == "-" ? nil : $0 }
        guard file != nil || !context.options.json else {
            throw .usage(
                "--json never holds a secret.",
                hint: "Write to a file (-o FILE), and --json names it; or leave --json out.")
        }
        try Injecting(context: context).run()
        guard let file, context.options.json else { return }
        try context.console.print(.object([("version", 1), ("file", .text(file))]))
    }
}

extension Flag<Options> {
    static let reveal = Flag("reveal", nil, .toggle(\.reveal), "write token strings to a terminal, too")
}

extension Context {
    /// Throws unless a token string may go to standard output.
    func requireHiddenOutput(hint: String) throws(Problem) {
        try console.requireOutput()
        try requireHidden(STDOUT_FILENO, "Standard output", hint: hint)
    }

    /// Throws for a terminal, unasked: there the token string would stay on screen and in the scroll-back.
    fileprivate func requireHidden(_ descriptor: Int32, _ what: String, hint: String) throws(Problem) {
        guard !options.reveal, System.isTerminal(descriptor) else { return }
        throw Problem(
            .usage, .terminal, "\(what) is a terminal, where the token string would stay.",
            safe: "Nothing was handed out.", hint: hint)
    }
}

/// Fills a template.
struct Injecting {
    let context: Context
    /// The longest template, in bytes.
    private static let limit = 16 << 20

    /// The files that were named; `nil` for standard input and output.
    var input: String? { context.options.input.flatMap { $0 == "-" ? nil : $0 } }
    var output: String? { context.options.output.flatMap { $0 == "-" ? nil : $0 } }

    func run() throws(Problem) {
        try refuseOneFile()
        try refuseMixing()
        if let output { try context.requireForeign(output) }
        if output == nil {
            try context.console.requireOutput()
            try requireHidden(STDOUT_FILENO)
        }
        let template = try template()
        let labels = try template.labels.map { text throws(Problem) in try Context.label(text) }
        // Before anything is handed out: it may not be writable, or be a terminal.
        let file = try openedOutput()
        let descriptor = file?.descriptor ?? STDOUT_FILENO
        try requireHidden(descriptor)
        let handed = labels.isEmpty ? [] : try context.handOut(labels, .inject)
        let strings = Dictionary(uniqueKeysWithValues: zip(template.labels, handed))
        do throws(HandOutError) {
            try write(template, strings, descriptor)
            try file?.finish()
        } catch { throw unwritten(error, isReplacing: file?.isReplacing ?? false) }
    }

    private func requireHidden(_ descriptor: Int32) throws(Problem) {
        try context.requireHidden(
            descriptor, output.map(Printable.quoted) ?? "Standard output",
            hint: "Write to a file (-o FILE), or add --reveal.")
    }

    private func openedOutput() throws(Problem) -> OutputFile? {
        guard let output else { return nil }
        do throws(HandOutError) { return try OutputFile(output) } catch {
            throw unwritten(error, isReplacing: true)
        }
    }

    private func template() throws(Problem) -> Template {
        let bytes = try PlainFile.read(input, limit: Injecting.limit, "The template")
        do throws(Reference.Problem) {
            return try Template(bytes)
        } catch { throw Problem(error) }
    }

    private func write(
        _ template: Template, _ strings: [String: HandedOut], _ file: Int32
    ) throws(HandOutError) {
        do throws(SecretsError) {
            for piece in template.pieces {
                switch piece {
                case .text(let bytes):
                    do throws(SystemError) { try writeAll(bytes.span, to: file) } catch {
                        throw SecretsError(error)
                    }
                case .token(let label): try strings[label]?.string.write(to: file)
                }
            }
        } catch .descriptor(let number) {
            throw .unwritable(number)
        } catch { throw .memory }
    }

    private func unwritten(_ error: HandOutError, isReplacing: Bool) -> Problem {
        guard case .unwritable(let number) = error else { return Problem(error) }
        var problem = PlainFile.unwritten(number, output ?? "/dev/stdout")
        if !isReplacing { problem.safe = "What was written before stays there." }
        return problem
    }
}

extension Problem {
    /// Says in words what is wrong with a reference.
    init(_ error: Reference.Problem, line: Int? = nil) {
        let place = line.map { " in line \($0)" } ?? ""
        let why =
            switch error {
            case .empty: "names no label"
            case .encoding: "has a % without two hexadecimal digits, or is not valid UTF-8"
            case .unclosed: "has no }} on its line"
            }
        self = .usage("A reference\(place) \(why).", hint: "Write lockstep://LABEL. Nothing was written.")
    }
}
