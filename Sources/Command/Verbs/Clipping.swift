internal import CPlatform
internal import Glibc
internal import HandOut
internal import Lifecycle
internal import Secrets

extension Flag {
    static let clip = Flag(
        "clip", "c", .toggle(\.clip), "put it on the clipboard (Wayland, X11, terminal) instead")
    static let clearAfter = Flag(
        "clear-after", nil, .value("DURATION", \.clearAfter), "how long it stays on the clipboard (45s)")
}

/// Puts a token string on the clipboard for a while.
struct Clipping {
    let context: Context

    /// Returns in the process that was called; another one waits and clears.
    func run(_ label: Label, generation: UInt32?) throws(Problem) {
        let time = try time()
        guard let clipboard = Clipboard(environment: System.variable) else {
            throw Problem(
                .absent, "no-clipboard", "There is no clipboard here: no Wayland, no X11, no terminal.",
                safe: "Nothing was handed out.", hint: "Install wl-clipboard, xclip or xsel.")
        }
        let mark = try copy(label, generation, to: clipboard)
        let what = Printable.quoted(label.text)
        guard clipboard.canClear else {
            return context.console.note(
                "Sent \(what) to the terminal's clipboard. It cannot be read back, so it is not cleared: copy something else."
            )
        }
        guard lockstep_fork_detached() == 0 else {
            return context.console.note(
                "Copied \(what) (\(clipboard.name)). In \(time) s it is cleared, if it is still there.")
        }
        context.tools.clock.sleep(milliseconds: Int64(time) * 1000)
        clipboard.clear { held in mark.fits(held) }
        _exit(0)
    }

    /// Copies; what stays here is a mark that recognises the string and does not tell it.
    private func copy(_ label: Label, _ generation: UInt32?, to clipboard: Clipboard) throws(Problem) -> Mark
    {
        guard let handed = try context.handOut([label], "get --clip", generation: generation).first else {
            throw Problem(LedgerError(.absent))
        }
        do throws(HandOutError) {
            let mark = try Mark(handed.string)
            try clipboard.copy(handed.string)
            return mark
        } catch { throw Problem(error) }
    }

    private func time() throws(Problem) -> Int {
        let text = context.options.clearAfter ?? "45s"
        guard let duration = Times.duration(text), duration.months == 0, (1...3600).contains(duration.seconds)
        else {
            throw .usage(
                "\(Printable.quoted(text)) is no time to wait.", hint: "Write 1s to 1h, such as 45s.")
        }
        return Int(duration.seconds)
    }
}

/// A keyed hash of a secret, under a key of this process alone.
private struct Mark: ~Copyable {
    private enum Purpose: KeyPurpose {
        static let context: StaticString = "LSmark__"
        static let number: UInt64 = 1
    }

    private let key: Key<Purpose>
    private let hash: [UInt8]

    init(_ secret: borrowing SecretBytes) throws(HandOutError) {
        do throws(SecretsError) {
            key = try Key()
            hash = KeyedHash.of(secret: secret, with: key)
        } catch { throw .memory }
    }

    func fits(_ secret: borrowing SecretBytes) -> Bool { KeyedHash.of(secret: secret, with: key) == hash }
}
