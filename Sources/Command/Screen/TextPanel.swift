/// Asks for a line of text, which is checked as soon as it is entered.
struct TextPanel<Answer>: Panel {
    let question: String
    /// What it may be, in a few words.
    let help: String
    /// What it means; throws what is wrong with it.
    let read: (String) throws(Problem) -> Answer
    private(set) var text = ""
    private(set) var complaint: String?

    init(
        _ question: String, help: String, text: String = "",
        read: @escaping (String) throws(Problem) -> Answer
    ) {
        (self.question, self.help, self.text, self.read) = (question, help, text, read)
    }

    var keys: String { "Enter: continue   Ctrl-U: clear   Shift-Tab: back   Esc: cancel" }

    mutating func on(_ key: KeyPress) -> PanelStep<Answer> {
        switch key {
        case .character(let character) where text.count < 256:
            text.append(character)
            complaint = nil
        case .backspace:
            if !text.isEmpty { text.removeLast() }
            complaint = nil
        case .eraseLine: (text, complaint) = ("", nil)
        case .back: return .goesBack
        case .enter:
            do throws(Problem) { return .answers(try read(text)) } catch { complaint = error.inShort }
        default: break
        }
        return .stays
    }

    func lines(in size: ScreenSize) -> [ScreenLine] {
        // Of a long text the end is what is typed at.
        let room = max(4, size.columns - 4)
        var shown = Printable.line(text)
        while Printable.width(shown) > room { shown.removeFirst() }
        var lines = [ScreenLine(question, .heading)]
        lines += Wrapping.lines(help, columns: size.columns).map { ScreenLine($0, .faint) }
        lines += [ScreenLine(""), ScreenLine("> \(shown)_", .chosen)]
        if let complaint {
            lines +=
                [ScreenLine("")] + Wrapping.lines(complaint, columns: size.columns).map { ScreenLine($0) }
        }
        return lines
    }
}
