internal import CPlatform
internal import Glibc
internal import Platform
package import Secrets

/// The clipboard of this user's desktop, by the program that knows it, or of the terminal.
package struct Clipboard: Sendable {
    /// How a clipboard is reached.
    private enum Way: Hashable, Sendable {
        /// By programs: to copy, to read back, to clear.
        case programs(copy: [String], paste: [String], clear: [String])
        /// By the terminal (xterm's control sequence OSC 52), which takes and never gives.
        case terminal
    }

    private let way: Way
    /// What it is reached by, for people.
    package let name: String
    /// Whether it can be read back, and so cleared without taking what somebody else has put there.
    package var canClear: Bool { way != .terminal }

    /// The clipboard that the environment names: Wayland's, else X11's, else the terminal's. `nil` where there is none.
    package init?(environment: (String) -> String?) {
        let ways: [(variable: String, Way)] = [
            (
                "WAYLAND_DISPLAY",
                .programs(
                    copy: ["wl-copy"], paste: ["wl-paste", "--no-newline"], clear: ["wl-copy", "--clear"])
            ),
            (
                "DISPLAY",
                .programs(
                    copy: ["xclip", "-selection", "clipboard", "-in"],
                    paste: ["xclip", "-selection", "clipboard", "-out"],
                    clear: ["xclip", "-selection", "clipboard", "-in"])
            ),
            (
                "DISPLAY",
                .programs(
                    copy: ["xsel", "--clipboard", "--input"], paste: ["xsel", "--clipboard", "--output"],
                    clear: ["xsel", "--clipboard", "--clear"])
            ),
        ]
        for case (let variable, .programs(let copy, let paste, let clear)) in ways
        where environment(variable) != nil {
            guard let program = Program.find(copy[0], environment("PATH")),
                let reader = Program.find(paste[0], environment("PATH"))
            else { continue }
            way = .programs(
                copy: [program] + copy.dropFirst(), paste: [reader] + paste.dropFirst(),
                clear: [program] + clear.dropFirst())
            name = copy[0]
            return
        }
        guard (try? Clipboard.terminal()) != nil else { return nil }
        (way, name) = (.terminal, "the terminal")
    }

    /// Puts a secret there, without a line end; throws `clipboard` when that fails.
    package func copy(_ secret: borrowing SecretBytes) throws(HandOutError) {
        do {
            switch way {
            case .programs(let copy, _, _): try Program.give(secret, to: copy)
            case .terminal:
                let terminal = try Clipboard.terminal()
                let encoded = try secret.base64()
                try terminal.write(Array("\u{1B}]52;c;".utf8))
                try encoded.write(to: terminal.number)
                try terminal.write([7])
            }
        } catch { throw .clipboard }
    }

    private static func terminal() throws(SystemError) -> Descriptor {
        try Descriptor(opening: "/dev/tty", O_WRONLY | O_NOCTTY)
    }

    /// Whether it holds what was copied; reads it into guarded memory to see. Throws `clipboard` where nothing can be read.
    package func holds(_ isOurs: (borrowing SecretBytes) -> Bool) throws(HandOutError) -> Bool {
        guard case .programs(_, let paste, _) = way else { throw .clipboard }
        do throws(SecretsError) { return isOurs(try Program.take(from: paste, limit: 4096)) } catch .tooLong {
            return false
        } catch { throw .clipboard }
    }

    /// Clears it, if what it holds is what was copied. Throws `clipboard` where that cannot be seen, or not be changed.
    package func clear(if isOurs: (borrowing SecretBytes) -> Bool) throws(HandOutError) {
        guard case .programs(_, _, let clear) = way, try holds(isOurs) else { return }
        do throws(SecretsError) {
            try Program.give(try SecretBytes(count: 0, filling: { _ in }), to: clear)
        } catch { throw .clipboard }
    }
}

/// Programs that are given a secret, or give one, through a pipe.
private enum Program {
    /// A program's path, as a shell would find it.
    static func find(_ name: String, _ path: String?) -> String? {
        (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").lazy.map { "\($0)/\(name)" }.first {
            unsafe access($0, X_OK) == 0
        }
    }

    static func give(_ secret: borrowing SecretBytes, to words: [String]) throws(SecretsError) {
        var pipe = try pipe()
        let program = try start(words, pipe.first?.number, nil)
        pipe.first = nil
        do throws(SecretsError) { try secret.write(to: pipe.second?.number ?? -1) } catch {
            pipe.second = nil
            _ = lockstep_wait(program)
            throw error
        }
        pipe.second = nil
        guard lockstep_wait(program) == 0 else { throw .descriptor(EIO) }
    }

    static func take(from words: [String], limit: Int) throws(SecretsError) -> SecretBytes {
        var pipe = try pipe()
        let program = try start(words, nil, pipe.second?.number)
        pipe.second = nil
        let bytes = try SecretBytes(readingAll: pipe.first?.number ?? -1, limit: limit)
        _ = lockstep_wait(program)
        return bytes
    }

    private static func pipe() throws(SecretsError) -> DescriptorPair {
        do throws(SystemError) { return try DescriptorPair.pipe() } catch { throw SecretsError(error) }
    }

    private static func nullDevice() throws(SecretsError) -> Descriptor {
        do throws(SystemError) { return try Descriptor(opening: "/dev/null", O_RDWR) } catch {
            throw SecretsError(error)
        }
    }

    private static func start(
        _ words: [String], _ input: Int32?, _ output: Int32?
    ) throws(SecretsError) -> Int32 {
        let null = try nullDevice()
        guard let environment = unsafe lockstep_passed_environment() else { throw .memory }
        // Its standard error would stay open for as long as it gives the clipboard away, and who reads ours would wait for that.
        let process = unsafe withCStrings(words) { argv in
            unsafe lockstep_spawn_with(
                words[0], argv, environment, input ?? null.number, output ?? null.number, null.number)
        }
        guard process > 0 else { throw .descriptor(-process) }
        return process
    }
}
