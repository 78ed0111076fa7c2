package import Requests

/// The exit codes; `Docs/ExitCodes.md` has them for people.
package enum ExitCode: Int32, Sendable, CaseIterable {
    case done = 0
    case unexpected = 1
    case usage = 2
    case locked = 3
    case absent = 4
    case denied = 5
    case providerRefused = 6
    case providerUnreachable = 7
    case pending = 8
    case integrity = 9
    case conflict = 10
    case unwritable = 11
    case found = 12
    case differs = 13
    case notExecutable = 126
    case notFound = 127
    case interrupted = 130
}

/// Why a verb did not do as asked, for people and for scripts. It carries no secret.
package struct Problem: Error, Hashable, Sendable {
    /// What the program ends with.
    package var exit: ExitCode
    /// Why, as scripts see it.
    package var code: ErrorCode
    /// What happened.
    package var message: String
    /// What is safe, or what was not done.
    package var safe: String
    /// What to do.
    package var hint: String
    /// Whether nothing is to be said of it: it was said already, or nobody reads.
    var isSilent = false
    /// What a monitoring plugin ends with in its place.
    var status: Int32?

    /// Describes a problem.
    package init(_ exit: ExitCode, _ code: ErrorCode, _ message: String, safe: String = "", hint: String = "")
    {
        (self.exit, self.code, self.message, self.safe, self.hint) = (exit, code, message, safe, hint)
    }

    /// The problem for people: one sentence a line.
    package var text: String { text(columns: 0) }

    /// The same in so many columns.
    func text(columns: Int, isColoured: Bool = false) -> String {
        let (name, lines) = ("lockstep:", [message, safe, hint].filter { !$0.isEmpty }.map(Printable.line))
        let text = lines.enumerated().flatMap { place, line in
            place == 0
                ? Wrapping.lines("\(name) \(line)", columns: columns, hanging: 2)
                : Wrapping.lines("  \(line)", columns: columns)
        }.joined(separator: "\n")
        return (isColoured ? Style.bad.set(name) + text.dropFirst(name.count) : text) + "\n"
    }

    /// The problem for scripts.
    package var json: JSON {
        Message.error(
            code: code.rawValue, message: safe.isEmpty ? message : message + " " + safe, hint: hint
        ).json
    }

    /// What it is called within an answer.
    var words: FailureWords { FailureWords(code: code.rawValue, message: message) }

    /// The same; a hint that names a command says which flags of this one it needs, too.
    func with(hintsGiven words: [String?]) -> Problem {
        let flags = ["--vault", "--key-file", "--passphrase-file", "--share-file"].filter { flag in
            words.prefix { $0 != "--" }.contains { $0 == flag || $0?.hasPrefix(flag + "=") == true }
                && !hint.contains(flag)
        }
        guard hint.contains("lockstep "), !flags.isEmpty else { return self }
        var problem = self
        problem.hint += " (with the same \(flags.joined(separator: " and ")))"
        return problem
    }

    /// The same, for a program that ends with `exit` and has said why.
    func saidAlready(exit: ExitCode) -> Problem {
        var problem = self
        (problem.exit, problem.isSilent) = (exit, true)
        return problem
    }

    static func usage(_ message: String, hint: String = "") -> Problem {
        Problem(.usage, .usage, message, hint: hint)
    }
}
