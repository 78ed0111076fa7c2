internal import Glibc

// Which files the template, the text and the answer may not share.

extension Injecting {
    /// Throws when the template would be replaced by what comes of it, or read and written at once, by whatever names.
    func refuseOneFile() throws(Problem) {
        guard let source = System.status(input, STDIN_FILENO),
            let target = System.status(output, STDOUT_FILENO),
            source.st_dev == target.st_dev, source.st_ino == target.st_ino,
            [S_IFREG, S_IFBLK, S_IFIFO].contains(source.st_mode & S_IFMT)
        else { return }
        throw Problem(
            .usage, .oneFile, "The template and the output are the same file.",
            safe: "Nothing was handed out, and the file is as it was.", hint: "Name another file with -o.")
    }

    /// Throws when the text would go where `--json` answers: scripts could tell neither from the other.
    func refuseMixing() throws(Problem) {
        guard context.options.json, let output, let target = System.status(output, STDOUT_FILENO) else {
            return
        }
        func isDevice(_ path: String) -> Bool {
            target.st_mode & S_IFMT == S_IFCHR && target.st_rdev == System.status(path, 0)?.st_rdev
        }
        for stream in [STDOUT_FILENO, STDERR_FILENO] where !isDevice("/dev/null") {
            guard let answers = System.status(nil, stream) else { continue }
            let isSame = target.st_dev == answers.st_dev && target.st_ino == answers.st_ino
            // /dev/tty is another file than the terminal that it leads to.
            guard isSame || isDevice("/dev/tty") && System.isTerminal(stream) else { continue }
            throw Problem(
                .usage, .mixed,
                "\(Printable.quoted(output)) is where --json answers: token strings would stand between.",
                safe: "Nothing was handed out.", hint: "Name another file with -o, or leave --json out.")
        }
    }
}
