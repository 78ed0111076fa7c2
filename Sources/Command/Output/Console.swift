internal import CPlatform
internal import Glibc
internal import Platform
internal import Requests
internal import Secrets

/// The standard streams: data on stdout, everything else on stderr, all by `write(2)`.
struct Console: Sendable {
    /// Whether answers are for scripts.
    var isJSON = false
    /// Whether tables are as wide as they are, on a terminal, too.
    var isWide = false
    /// Whether only what went wrong, and what needs a look, is told.
    var isQuiet = false
    /// Whether is told, too, how something is done.
    var isVerbose = false

    /// The columns of the terminal that answers go to; 0 where that is none, or where nothing is to be made to fit.
    var columns: Int { isWide ? 0 : Int(lockstep_columns(STDOUT_FILENO)) }

    /// Whether answers may have colours.
    var isColoured: Bool { Style.isWanted(STDOUT_FILENO) }

    /// The columns that help is written in.
    var helpColumns: Int {
        columns > 0 ? min(max(columns, 20), Help.most) : Help.usual
    }

    /// Writes data.
    func print(_ text: String) throws(Problem) { try print(Array(text.utf8)) }

    private func print(_ bytes: [UInt8]) throws(Problem) {
        lockstep_ticker_clear()
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

    /// Writes a table that fits the terminal.
    func print(_ table: Table) throws(Problem) {
        try print(table.text(columns: columns, isColoured: Style.isWanted(STDOUT_FILENO)))
    }

    /// Writes what is known of something.
    func print(_ facts: Facts) throws(Problem) {
        try print(facts.text(columns: columns, isColoured: Style.isWanted(STDOUT_FILENO)))
    }

    /// Writes lines, each wrapped with so many more blanks than it begins with.
    func print(_ lines: [String], hanging: Int = 2) throws(Problem) {
        let columns = columns
        try print(
            lines.flatMap { Wrapping.lines(Printable.line($0), columns: columns, hanging: hanging) }
                .map { $0 + "\n" }.joined())
    }

    /// Writes a token string and, unless it is to be bare, a line end: out of guarded memory, with no copy in between.
    func print(_ secret: borrowing SecretBytes, isBare: Bool = false) throws(Problem) {
        try printBare(secret)
        if !isBare { try print("\n") }
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

    /// Tells the person something, unless nothing but trouble is to be told. With `--json` every line of stderr is one object, as in
    /// `Docs/ExitCodes.md`.
    func note(_ text: String) {
        if !isQuiet { tell(text) }
    }

    /// Tells the person what has to be known before an answer is given.
    func tell(_ text: String) {
        say(isJSON ? Message.note(text).json.line + "\n" : Console.wrapped(Printable.line(text)))
    }

    /// Tells how something is done, to who wants to know.
    func detail(_ text: @autoclosure () -> String) {
        if isVerbose { tell(text()) }
    }

    /// Warns of something that does not keep the verb from going on.
    func warn(_ warning: Warning) {
        say(
            isJSON
                ? warning.json.line + "\n"
                : Console.wrapped(
                    "lockstep: warning: \(Printable.line(warning.message))", isColoured: .warning))
    }

    /// Says what went wrong.
    func report(_ problem: Problem) {
        say(
            isJSON
                ? problem.json.line + "\n"
                : problem.text(
                    columns: Int(lockstep_columns(STDERR_FILENO)), isColoured: Style.isWanted(STDERR_FILENO)))
    }

    /// The lines of a text for the terminal behind stderr.
    private static func wrapped(_ text: String, isColoured style: Style = .plain) -> String {
        let lines = Wrapping.lines(text, columns: Int(lockstep_columns(STDERR_FILENO)), hanging: 2)
        let said = lines.joined(separator: "\n") + "\n"
        let prefix = "lockstep:"
        guard style != .plain, said.hasPrefix(prefix), Style.isWanted(STDERR_FILENO) else { return said }
        return style.set(prefix) + said.dropFirst(prefix.count)
    }

    private func say(_ text: String) { say(Array(text.utf8)) }

    /// Writes to stderr; one that nobody reads is no reason to fail.
    private func say(_ bytes: [UInt8]) {
        lockstep_ticker_clear()
        try? writeAll(bytes.span, to: STDERR_FILENO)
    }

    /// Throws when nothing can be written to stdout, before something is done whose answer would be lost.
    func requireOutput() throws(Problem) {
        let flags = fcntl(STDOUT_FILENO, F_GETFL)
        guard flags >= 0, flags & O_ACCMODE != O_RDONLY else { throw Console.unwritten(.descriptor(EBADF)) }
    }

    private static func unwritten(_ error: SecretsError) -> Problem {
        if case .descriptor(EPIPE) = error {
            return Problem(.unexpected, .outputClosed, "Nobody is reading the output any more.")
                .saidAlready(exit: .unexpected)
        }
        var (words, hint) = ("", "Send standard output somewhere else.")
        if case .descriptor(let number) = error {
            words = ": \(System.error(number))"
            if number == EBADF { hint = "Open standard output for writing." }
            if [ENOSPC, EDQUOT].contains(number) { hint = "Free some space where standard output goes." }
            if number == EFBIG { hint = "Raise the limit on file size: ulimit -f" }
        }
        return Problem(
            .unexpected, .output, "The answer could not be written to standard output\(words).",
            safe: "What was done before stays done.",
            hint: hint)
    }
}
