internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

extension ShareKeeping {
    // MARK: In files

    private func path(_ share: Share, in folder: String) -> String {
        "\(folder)/share-\(share.number)-of-\(count).txt"
    }

    func write(_ shares: [Share], to folder: String) throws(Problem) {
        do throws(SystemError) {
            guard unsafe mkdir(folder, 0o700) == 0 else { throw .last }
            try Files.syncFolder(of: folder)
        } catch {
            guard error.number != EEXIST else { throw taken(folder) }
            throw Problem(
                .unwritable, .unwritable,
                "The folder \(Printable.quoted(folder)) cannot be created: \(error.text).",
                safe: ShareKeeping.undone, hint: System.remedy(error.number))
        }
        do throws(Problem) {
            for share in shares {
                try SecretFile.write(
                    text(of: share), startingWith: Array(remark(share).utf8),
                    endingWith: [UInt8(ascii: "\n")],
                    to: path(share, in: folder), "share file", ShareKeeping.undone)
            }
        } catch {
            takeBack()
            throw error
        }
        context.console.note(
            "The shares are in \(Printable.quoted(folder)), each in a file of its own. Give each to another person or "
                + "place, and remove the folder: together they open the vault.")
    }

    /// What somebody who finds the file in some years has to be told.
    private func remark(_ share: Share) -> String {
        """
        # Share \(share.number) of \(count), set \(share.name), of a Lockstep vault. Any \(threshold) of them open it:
        # lockstep unlock --share-file FILE --share-file FILE ... (or type them, where the passphrase is asked for)

        """
    }

    func taken(_ folder: String) -> Problem {
        Problem(
            .conflict, .fileExists, "There is something at \(Printable.quoted(folder)) already.",
            safe: "\(ShareKeeping.undone) It is unchanged.",
            hint: "Name a folder that does not exist yet: --share-folder FOLDER")
    }

    /// Removes the files again: what they hold opens nothing.
    func takeBack() {
        guard let folder else { return }
        for number in 1...count { unsafe unlink("\(folder)/share-\(number)-of-\(count).txt") }
        unsafe rmdir(folder)
    }

    // MARK: On the terminal

    func show(_ shares: [Share]) throws(Problem) {
        let (terminal, hint) = (context.terminal, "Give --share-folder FOLDER.")
        try terminal.say(
            "\(count) shares are shown, one at a time. Any \(threshold) of them open the vault; fewer say nothing about it. "
                + "The screen is cleared after each.\n", otherwise: hint)
        for share in shares {
            try terminal.say("\nShare \(share.number) of \(count), set \(share.name):\n\n", otherwise: hint)
            do throws(Problem) {
                try terminal.show(text(of: share), otherwise: hint)
                try terminal.say("\n", otherwise: hint)
                try awaitEnter(otherwise: hint)
            } catch {
                try clear()
                throw error
            }
            try clear()
        }
        for _ in 0..<3
        where try terminal.confirms("Are all \(count) shares written down?", otherwise: hint) { return }
        throw Problem(
            .unexpected, .declined, "The shares were not written down.", safe: ShareKeeping.undone)
    }

    /// Waits for Enter. A signal that would end the process is told as an interrupt, so that the screen is cleared first.
    private func awaitEnter(otherwise hint: String) throws(Problem) {
        let ending = [SIGINT, SIGQUIT, SIGTERM, SIGHUP]
        for number in ending { signal(number) { _ in } }
        defer { for number in ending { signal(number, SIG_DFL) } }
        _ = try context.terminal.secret("Press Enter once it is written down", otherwise: hint)
    }

    /// Home, and everything cleared, also what has scrolled away (xterm's control sequences).
    private func clear() throws(Problem) {
        guard let kind = Environment.value("TERM"), kind != "dumb" else { return }
        try context.terminal.say("\u{1B}[H\u{1B}[2J\u{1B}[3J", otherwise: "")
    }

    private func text(of share: Share) throws(Problem) -> SecretBytes {
        do throws(SecretsError) { return try share.text() } catch {
            throw Problem(error, reading: "The shares")
        }
    }
}
