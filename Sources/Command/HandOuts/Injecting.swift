internal import Delivery
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

/// Fills a template.
struct Injecting {
    let context: Context
    let options: InjectOptions
    /// The longest template, in bytes.
    private static let limit = 16 << 20

    /// The files that were named; `nil` for standard input and output.
    var input: String? { options.input.flatMap { $0 == "-" ? nil : $0 } }
    var output: String? { options.output.flatMap { $0 == "-" ? nil : $0 } }

    func run() throws(Problem) {
        try refuseOneFile()
        try refuseMixing()
        if let output { try context.requireForeign(output, "Nothing was handed out") }
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
        let handed = labels.isEmpty ? [] : try context.handOut(labels, .inject, options.handOut)
        let strings = Dictionary(uniqueKeysWithValues: zip(template.labels, handed))
        do throws(HandOutError) {
            try file?.begin()
            try write(template, strings, descriptor)
            try file?.finish()
        } catch { throw unwritten(error, file?.way ?? .stream) }
        if !labels.isEmpty, let mode = file?.mode { warn(ofReaders: mode) }
    }

    private func requireHidden(_ descriptor: Int32) throws(Problem) {
        try context.requireHidden(
            descriptor, isRevealed: options.isRevealed, output.map(Printable.quoted) ?? "Standard output",
            hint: "Write to a file (-o FILE), or add --reveal.")
    }

    private func openedOutput() throws(Problem) -> OutputFile? {
        guard let output else { return nil }
        let rights = try OutputRights.read(mode: options.mode, owner: options.owner)
        let file: OutputFile
        do throws(HandOutError) { file = try OutputFile(output, rights: rights) } catch {
            throw unwritten(error, .replacing)
        }
        guard file.way != .stream || rights == OutputRights() else {
            throw .usage(
                "\(Printable.quoted(output)) is not a regular file, so --mode and --owner do not apply.")
        }
        return file
    }

    /// Warns of a file that everybody may read, where nobody asked for that.
    private func warn(ofReaders mode: UInt32) {
        guard mode & 0o004 != 0, options.mode == nil, let output else { return }
        context.console.warn(
            Warning(
                .readableSecret,
                "\(Printable.quoted(output)) is still readable by everybody; --mode 600 restricts it to its "
                    + "owner"
            ))
    }

    private func template() throws(Problem) -> Template {
        let bytes = try PlainFile.read(input, limit: Injecting.limit, "The template")
        do throws(Reference.Problem) {
            return try Template(bytes)
        } catch { throw Problem(error, in: input.map { "the template \(Printable.quoted($0))" }) }
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

    private func unwritten(_ error: HandOutError, _ way: OutputFile.Way) -> Problem {
        if case .planted(let owner) = error { return .planted(output ?? "", by: owner) }
        guard case .unwritable(let number) = error else { return Problem(error) }
        var problem = PlainFile.unwritten(number, output ?? "/dev/stdout")
        switch way {
        case .replacing: break
        case .inPlace: problem.safe = "The file was written in place and is incomplete."
        case .stream: problem.safe = "What was already written stays there."
        }
        return problem
    }
}
