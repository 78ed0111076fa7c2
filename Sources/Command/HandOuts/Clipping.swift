internal import Delivery
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets
internal import Service

/// Puts a token string on the clipboard for a while.
struct Clipping {
    let context: Context
    let options: GetOptions

    /// Copies; another process, which is there before anything is handed out, waits and clears.
    func run(_ label: Label, generation: UInt32?) throws(Problem) {
        let time = try time()
        guard let clipboard = Clipboard(environment: Environment.value) else {
            throw Problem(
                .absent, .noClipboard, "No clipboard is available: no Wayland, no X11, no terminal.",
                safe: "Nothing was handed out.", hint: "Install wl-clipboard, xclip or xsel.")
        }
        let clearing = clipboard.canClear ? try Clearing.begin(clipboard, after: time) : nil
        guard let handed = try context.handOut([label], .clip, options.handOut, generation: generation).first
        else {
            throw Problem(LedgerError(.absent))
        }
        do throws(HandOutError) {
            try clearing?.recognise(handed.string)
            try clipboard.copy(handed.string)
        } catch {
            clearing?.hurry()
            throw Problem(error)
        }
        say(label, clipboard, clearing, time)
    }

    private func say(_ label: Label, _ clipboard: Clipboard, _ clearing: Clearing?, _ time: Int) {
        let what = Printable.quoted(label.text)
        guard let clearing else {
            return context.console.note(
                "Sent \(what) to the terminal, for its clipboard, which cannot be read back and so is not "
                    + "cleared: copy something else afterwards."
            )
        }
        guard isThere(clipboard, clearing) else {
            clearing.hurry()
            return context.console.note(
                "Copied \(what) (\(clipboard.name)). The clipboard cannot be read back, so it is not "
                    + "cleared: copy something else afterwards."
            )
        }
        context.console.note(
            "Copied \(what) (\(clipboard.name)). It is cleared in \(Times.span(Int64(time))), if it is "
                + "still there."
        )
    }

    /// Whether it can be read back. xsel takes the selection only after it has returned.
    private func isThere(_ clipboard: Clipboard, _ clearing: Clearing) -> Bool {
        for _ in 0..<10 {
            if (try? clipboard.holds(clearing.isRecognised)) == true { return true }
            context.tools.clock.sleep(milliseconds: 100)
        }
        return false
    }

    private func time() throws(Problem) -> Int {
        let text = options.clearAfter ?? "45s"
        guard let duration = TimeGrammar.duration(text), duration.months == 0,
            (1...3600).contains(duration.seconds)
        else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid time to wait.", hint: "Write 1s to 1h, such as 45s."
            )
        }
        return Int(duration.seconds)
    }
}
