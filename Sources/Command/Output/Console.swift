internal import CPlatform
internal import Glibc
internal import Platform
internal import Requests
internal import Secrets

/// The standard streams: data on stdout, everything else on stderr, all by `write(2)`.
struct Console: Sendable {
    /// Whether answers are for scripts.
    var isJSON = false

    /// Writes data.
    func print(_ text: String) throws(Problem) { try print(Array(text.utf8)) }

    private func print(_ bytes: [UInt8]) throws(Problem) {
        do throws(SystemError) {
            try writeAll(bytes.span, to: STDOUT_FILENO)
        } catch { throw Console.unwritten(.descriptor(error.number)) }
    }

    /// Writes an answer for scripts, on one line.
    func print(_ json: JSON) throws(Problem) { try print(json.line + "\n") }

    /// Writes an answer with a place for the elements of a list, which may be long: they are written as they come.
    func print(_ answer: JSON, _ next: () throws(Problem) -> JSON?) throws(Problem) {
        let size = 65_536
        var (bytes, end) = answer.around
        bytes.reserveCapacity(size + size / 4)
        var isFirst = true
        while let element = try next() {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            element.write(to: &bytes)
            guard bytes.count >= size else { continue }
            try print(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try print(bytes + end + [UInt8(ascii: "\n")])
    }

    /// Writes a table, cut to the terminal.
    func print(_ table: Table) throws(Problem) {
        try print(table.text(columns: Int(lockstep_columns(STDOUT_FILENO))))
    }

    /// Writes a token string and a line end: out of guarded memory, with no copy in between.
    func print(_ secret: borrowing SecretBytes) throws(Problem) {
        try printBare(secret)
        try print("\n")
    }

    /// Writes a token string and nothing else.
    func printBare(_ secret: borrowing SecretBytes) throws(Problem) {
        do throws(SecretsError) {
            try secret.write(to: STDOUT_FILENO)
        } catch { throw Console.unwritten(error) }
    }

    /// Writes JSON with a place for a token string, which is written there as a text; all of that or nothing.
    func print(_ json: JSON, holding secret: borrowing SecretBytes) throws(Problem) {
        let isPlain = secret.withBytes { bytes in
            bytes.indices.allSatisfy {
                (0x21...0x7E).contains(bytes[$0]) && ![0x22, 0x5C].contains(bytes[$0])
            }
        }
        guard isPlain else { throw Problem(.unexpected, .string, "The token string cannot stand in JSON.") }
        let (before, after) = json.around
        try print(before + [UInt8(ascii: "\"")])
        try printBare(secret)
        try print([UInt8(ascii: "\"")] + after + [UInt8(ascii: "\n")])
    }

    /// Tells the person something. With `--json` every line of stderr is one object, as in `Docs/ExitCodes.md`.
    func note(_ text: String) {
        say(isJSON ? Message.note(text).json.line + "\n" : Printable.line(text) + "\n")
    }

    /// Warns of something that does not keep the verb from going on.
    func warn(_ warning: Warning) {
        say(
            isJSON
                ? warning.json.line + "\n"
                : "lockstep: warning: \(Printable.line(warning.message))\n")
    }

    /// Shows the recovery key to the person, once, on a line of its own.
    func show(recoveryKey: borrowing SecretBytes) {
        let (before, after) = JSON.recoveryKey.around
        if isJSON { say(before + [UInt8(ascii: "\"")]) }
        try? recoveryKey.write(to: STDERR_FILENO)
        say((isJSON ? [UInt8(ascii: "\"")] + after : []) + [UInt8(ascii: "\n")])
    }

    /// Says what went wrong.
    func report(_ problem: Problem) { say(isJSON ? problem.json.line + "\n" : problem.text) }

    private func say(_ text: String) { say(Array(text.utf8)) }

    /// Writes to stderr; one that nobody reads is no reason to fail.
    private func say(_ bytes: [UInt8]) { try? writeAll(bytes.span, to: STDERR_FILENO) }

    /// Throws when nothing can be written to stdout, before something is done whose answer would be lost.
    func requireOutput() throws(Problem) {
        let flags = fcntl(STDOUT_FILENO, F_GETFL)
        guard flags >= 0, flags & O_ACCMODE != O_RDONLY else { throw Console.unwritten(.descriptor(EBADF)) }
    }

    private static func unwritten(_ error: SecretsError) -> Problem {
        if case .descriptor(EPIPE) = error {
            return Problem(.unexpected, .outputClosed, "Nobody reads the output any more.")
                .saidAlready(exit: .unexpected)
        }
        var (words, hint) = ("", "Send standard output somewhere else.")
        if case .descriptor(let number) = error {
            words = ": \(System.error(number))"
            if number == EBADF { hint = "Open standard output for writing." }
            if [ENOSPC, EDQUOT].contains(number) { hint = "Make room where standard output goes." }
            if number == EFBIG { hint = "Raise the limit on the size of files: ulimit -f" }
        }
        return Problem(
            .unexpected, .output, "The answer could not be written to standard output\(words).",
            safe: "What was done before stays done.",
            hint: hint)
    }
}
