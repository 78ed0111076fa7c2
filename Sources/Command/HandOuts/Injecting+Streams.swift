internal import Glibc
internal import Platform
internal import Requests

// Which files the template, the text and the answer may not share.

extension Injecting {
    /// Throws when the template would be replaced by what comes of it, or read and written at once, by whatever names.
    func refuseOneFile() throws(Problem) {
        guard let source = System.status(input, STDIN_FILENO),
            let target = System.status(output, STDOUT_FILENO),
            source.identity == target.identity, source.kind == .file || source.kind == .other
        else { return }
        throw Problem(
            .usage, .oneFile,
            "The template and the output are the same "
                + "file\(output.map { ": \(Printable.quoted($0))" } ?? "").",
            safe: "Nothing was handed out, and the file is unchanged.", hint: "Name another file with -o.")
    }

    /// Throws when the text would go where `--json` answers: scripts could tell neither from the other.
    func refuseMixing() throws(Problem) {
        guard context.options.json, let output, let target = System.status(output, STDOUT_FILENO) else {
            return
        }
        func isDevice(_ path: String) -> Bool {
            target.kind == .characterDevice && target.represents == System.status(path, 0)?.represents
        }
        for stream in [STDOUT_FILENO, STDERR_FILENO] where !isDevice("/dev/null") {
            guard let answers = System.status(nil, stream) else { continue }
            let isSame = target.identity == answers.identity
            // /dev/tty is another file than the terminal that it leads to.
            guard isSame || isDevice("/dev/tty") && System.isTerminal(stream) else { continue }
            throw Problem(
                .usage, .mixed,
                "\(Printable.quoted(output)) is where the answer of --json goes, and token strings would be "
                    + "mixed into it.",
                safe: "Nothing was handed out.", hint: "Name another file with -o, or leave out --json.")
        }
    }
}
