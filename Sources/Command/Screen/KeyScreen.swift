internal import CPlatform
internal import Glibc
internal import Platform
internal import Requests

/// A terminal that shows one question after the other, and gives each key as it is pressed. What stood on it comes back at the end.
final class KeyScreen {
    private let tty: Descriptor
    private let signals: Descriptor
    private var before = termios()
    private var decoder = KeyDecoder()
    private let isStyled: Bool

    /// How long Escape waits for the rest of a key, in milliseconds.
    private static let pause: Int32 = 40
    private static let caught = [
        SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH, SIGUSR1, SIGUSR2, SIGALRM,
    ]

    /// Takes the terminal; throws what the system says where it has none.
    init(isStyled: Bool) throws(SystemError) {
        tty = try Descriptor(opening: "/dev/tty", O_RDWR | O_NOCTTY)
        self.isStyled = isStyled
        guard unsafe tcgetattr(tty.number, &before) == 0 else { throw .last }
        signals = try Descriptor(
            result: unsafe lockstep_signals(KeyScreen.caught, Int32(KeyScreen.caught.count)))
        try begin()
    }

    deinit {
        end()
        KeyScreen.unblock()
    }

    /// Asks until there is an answer; `nil` where somebody goes back. Throws `declined` after Escape and `interrupted` after Ctrl-C.
    func ask<P: Panel>(_ panel: consuming P, under heading: [String]) throws(Problem) -> P.Answer? {
        while true {
            draw(panel, heading)
            for key in try keys() {
                switch key {
                case .escape: throw Problem(.unexpected, .declined, "Nothing was changed.")
                case .interrupt: throw .interrupted
                // As the terminal does where it takes keys line by line; it comes back as a signal.
                case .suspend: kill(0, SIGTSTP)
                default: break
                }
                switch panel.on(key) {
                case .stays: break
                case .goesBack: return nil
                case .answers(let answer): return answer
                }
            }
        }
    }

    private func draw(_ panel: some Panel, _ heading: [String]) {
        let size = lockstep_screen_size(tty.number)
        let (columns, rows) = (size.columns > 1 ? Int(size.columns) : 80, size.rows > 0 ? Int(size.rows) : 24)
        let lines = panel.screen(under: heading, in: ScreenSize(columns: columns - 1, rows: rows))
        // Home, and each line with what stood behind it cleared; then all below.
        say(
            "\u{1B}[H" + lines.map { styled($0, columns - 1) + "\u{1B}[K" }.joined(separator: "\r\n")
                + "\u{1B}[J")
    }

    private func styled(_ line: ScreenLine, _ columns: Int) -> String {
        let text = Printable.cut(line.text, to: columns)
        guard isStyled else { return text }
        let code =
            switch line.style {
            case .plain: ""
            case .heading: "\u{1B}[1m"
            case .chosen: "\u{1B}[7m"
            case .faint: "\u{1B}[2m"
            }
        return code.isEmpty ? text : code + text + "\u{1B}[0m"
    }

    /// The next keys; none where it has to be drawn again.
    private func keys() throws(Problem) -> [KeyPress] {
        let events = ready(
            anyOf: [tty.number, signals.number], for: POLLIN,
            milliseconds: decoder.isWaiting ? KeyScreen.pause : -1)
        if events[1] != 0 { try take(signal: lockstep_next_signal(signals.number, nil)) }
        guard events[0] != 0 else { return events[1] == 0 ? decoder.rest() : [] }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unsafe read(tty.number, &bytes, bytes.count)
        guard count > 0 else { throw .interrupted }
        return decoder.take(bytes.prefix(count))
    }

    /// Does what the signal asks for, with the terminal as it was.
    private func take(signal: Int32) throws(Problem) {
        switch signal {
        case 0, SIGWINCH, SIGCONT: return
        case SIGINT, SIGQUIT: throw .interrupted
        default: break
        }
        end()
        KeyScreen.unblock()
        kill(getpid(), signal)
        // Here again after SIGTSTP alone.
        KeyScreen.block()
        do throws(SystemError) { try begin() } catch { throw .interrupted }
    }

    private func begin() throws(SystemError) {
        var raw = before
        unsafe cfmakeraw(&raw)
        guard unsafe tcsetattr(tty.number, TCSAFLUSH, &raw) == 0 else { throw .last }
        // The other screen, so that this one comes back as it was (xterm, private mode 1049); no cursor.
        say("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
    }

    private func end() {
        say("\u{1B}[?25h\u{1B}[?1049l")
        _ = unsafe tcsetattr(tty.number, TCSAFLUSH, &before)
    }

    private func say(_ text: String) { try? tty.write(Array(text.utf8)) }

    private static func unblock() { mask(SIG_UNBLOCK) }
    private static func block() { mask(SIG_BLOCK) }

    private static func mask(_ how: Int32) {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for number in caught { unsafe sigaddset(&set, number) }
        unsafe sigprocmask(how, &set, nil)
    }
}
