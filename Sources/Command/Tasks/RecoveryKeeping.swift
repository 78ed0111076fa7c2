internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

/// Has a new recovery key kept: in a file of its own, or by the person who reads it on the terminal. It is written nowhere else.
struct RecoveryKeeping {
    let context: Context
    /// The file that was named.
    let file: String?
    /// What was not done where it cannot be kept.
    let undone: String

    /// Throws where nobody could keep it, before anything else is asked or done.
    func check() throws(Problem) {
        guard let file else {
            guard !context.terminal.canAsk else { return }
            throw Problem(
                .locked, .inputNeeded,
                context.options.noInput
                    ? "The recovery key is shown on a terminal and asked about, but --no-input forbids asking."
                    : "The recovery key is shown on a terminal only, and there is none.",
                safe: undone, hint: "Have it written to a new file: --recovery-file FILE")
        }
        try context.requireForeign(file, String(undone.dropLast()))
        guard (try? FileStatus(at: file)) == nil else {
            throw Problem(
                .conflict, .fileExists, "There is a file at \(Printable.quoted(file)) already.",
                safe: "\(undone) The file is unchanged.", hint: "Choose another path for --recovery-file.")
        }
    }

    /// Draws a key and has it kept; returns its 32 bytes.
    func draw() throws(Problem) -> SecretBytes {
        let key = try drawn { () throws(SecretsError) in try Key<Root>() }
        try keep(drawn { () throws(SecretsError) in try RecoveryKey.text(of: key) })
        return try drawn { () throws(SecretsError) in try key.copy() }
    }

    private func drawn<R: ~Copyable>(_ body: () throws(SecretsError) -> R) throws(Problem) -> R {
        do throws(SecretsError) { return try body() } catch {
            throw Problem(error, reading: "The recovery key")
        }
    }

    private func keep(_ text: borrowing SecretBytes) throws(Problem) {
        if let file {
            try SecretFile.write(text, endingWith: [UInt8(ascii: "\n")], to: file, "recovery file", undone)
            return context.console.note(
                "The recovery key is in \(Printable.quoted(file)). Move it to a safe place, apart from the vault."
            )
        }
        let terminal = context.terminal
        let hint = "Give --recovery-file FILE."
        try terminal.say(
            "The recovery key opens the vault if all else is lost. It is shown once:\n\n", otherwise: hint)
        try terminal.show(text, otherwise: hint)
        try terminal.say("\n", otherwise: hint)
        for _ in 0..<3 where try terminal.confirms("Is it written down?", otherwise: hint) { return }
        throw Problem(.unexpected, .declined, "The recovery key was not written down.", safe: undone)
    }

    /// Removes the file again: what it holds opens nothing.
    func takeBack() {
        if let file { unsafe unlink(file) }
    }
}
