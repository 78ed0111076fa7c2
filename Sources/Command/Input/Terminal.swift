internal import CPlatform
internal import Glibc
internal import Platform
internal import Requests
internal import Secrets

/// The person at the terminal, spoken to on `/dev/tty` whatever stdin and stdout are.
struct Terminal {
    /// The longest answer, in bytes.
    static let limit = 4096
    /// What to do where a passphrase is needed and nobody can type it.
    static let passphraseElsewhere = "Give --passphrase-file, --passphrase-fd or --key-file."
    /// What to do where nobody may be asked.
    let isForbidden: Bool

    /// Whether a person may and can be asked.
    var canAsk: Bool {
        guard !isForbidden else { return false }
        return (try? Terminal.open()) != nil
    }

    /// Asks for a secret, without echo, straight into guarded memory.
    func secret(_ prompt: String, otherwise hint: String) throws(Problem) -> SecretBytes {
        let tty = try open(for: prompt, hint)
        var failure: Int64 = 0
        var length = 0
        do throws(SecretsError) {
            let wide = try SecretBytes(count: Terminal.limit) { (target) throws(SecretsError) in
                let got = unsafe target.withUnsafeMutableBytes { buffer -> Int64 in
                    guard let base = buffer.baseAddress else { return 0 }
                    return unsafe lockstep_read_quietly(
                        tty.number, prompt + ": ", base.assumingMemoryBound(to: UInt8.self), buffer.count)
                }
                (failure, length) = (min(got, 0), Int(max(got, 0)))
            }
            guard failure == 0 else {
                throw failure == -Int64(E2BIG) ? .tooLong : .descriptor(Int32(-failure))
            }
            return try SecretBytes(prefix: length, of: wide)
        } catch .descriptor(EINTR) {
            throw .interrupted
        } catch { throw Problem(error, reading: "The answer") }
    }

    /// Shows a secret, on a line of its own; it goes nowhere else.
    func show(_ secret: borrowing SecretBytes, otherwise hint: String) throws(Problem) {
        let tty = try open(for: "", hint)
        try? secret.write(to: tty.number)
        try? tty.write([UInt8(ascii: "\n")])
    }

    /// Asks for a new secret twice, until both are the same; `undone` says what was not done where they never are.
    func newSecret(_ prompt: String, _ undone: String, otherwise hint: String) throws(Problem) -> SecretBytes
    {
        for _ in 0..<3 {
            let first = try secret(prompt, otherwise: hint)
            guard first.count > 0 else {
                throw .usage("The passphrase is empty.", hint: undone)
            }
            if first.matches(try secret("\(prompt), again", otherwise: hint)) { return first }
            try say("They do not match.\n", otherwise: hint)
        }
        throw Problem(
            .locked, .differ, "The two passphrases did not match, three times in a row.",
            safe: undone)
    }

    /// Asks a question whose answer is no unless it is `y` or `yes`.
    func confirms(_ question: String, otherwise hint: String) throws(Problem) -> Bool {
        ["y", "yes"].contains(try line("\(question) [y/N] ", otherwise: hint)?.lowercased())
    }

    /// Asks for a line of text; `nil` where nobody answers any more.
    func line(_ prompt: String, otherwise hint: String) throws(Problem) -> String? {
        let tty = try open(for: prompt, hint)
        try? tty.write(Array(prompt.utf8))
        var (answer, byte): ([UInt8], UInt8) = ([], 0)
        while true {
            guard unsafe read(tty.number, &byte, 1) == 1 else { return nil }
            guard byte != UInt8(ascii: "\n") else { return String(decoding: answer, as: UTF8.self) }
            if answer.count < Terminal.limit { answer.append(byte) }
        }
    }

    /// Says something on the terminal, where a question is asked next.
    func say(_ text: String, otherwise hint: String) throws(Problem) {
        let tty = try open(for: text, hint)
        try? tty.write(Array(text.utf8))
    }

    private static func open() throws(SystemError) -> Descriptor {
        try Descriptor(opening: "/dev/tty", O_RDWR | O_NOCTTY)
    }

    private func open(for prompt: String, _ hint: String) throws(Problem) -> Descriptor {
        guard !isForbidden, let tty = try? Terminal.open() else {
            throw Problem(
                .locked, .inputNeeded,
                isForbidden
                    ? "An answer is needed, but --no-input forbids asking."
                    : "An answer is needed, but there is no terminal to ask on.",
                safe: "Nothing was changed.",
                hint: hint)
        }
        return tty
    }
}
