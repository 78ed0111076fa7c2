/// One thing that can be chosen.
struct Choice: Hashable {
    let title: String
    /// What is said of it.
    var detail = ""
    /// Why it cannot be chosen; `nil` where it can.
    var barrier: String?
}

/// Asks for one of several things; where there may be many, what is typed narrows them.
struct ChoicePanel: Panel {
    let question: String
    let choices: [Choice]
    let filters: Bool
    private(set) var filter = ""
    /// The place of the chosen one among those that fit.
    private(set) var place = 0

    init(_ question: String, _ choices: [Choice], chosen: Int = 0, filters: Bool = false) {
        (self.question, self.choices, self.filters, place) = (question, choices, filters, chosen)
    }

    var keys: String {
        filters
            ? "Type: filter   Up, Down: move   Enter: choose   Esc: cancel"
            : "Up, Down: move   Enter: choose   Shift-Tab: back   Esc: cancel"
    }

    /// The places of those that fit what was typed.
    var fitting: [Int] {
        let wanted = filter.lowercased()
        return choices.indices.filter { wanted.isEmpty || choices[$0].title.lowercased().contains(wanted) }
    }

    mutating func on(_ key: KeyPress) -> PanelStep<Int> {
        let fitting = fitting
        switch key {
        case .up: place -= 1
        case .down: place += 1
        case .pageUp: place -= 10
        case .pageDown: place += 10
        case .home: place = 0
        case .end: place = fitting.count - 1
        case .back: return .goesBack
        case .enter:
            guard fitting.indices.contains(place), choices[fitting[place]].barrier == nil else { break }
            return .answers(fitting[place])
        case .character(let character) where filters && filter.count < 128:
            filter.append(character)
            place = 0
        case .backspace where !filter.isEmpty:
            filter.removeLast()
            place = 0
        case .eraseLine: (filter, place) = ("", 0)
        default: break
        }
        place = max(0, min(place, self.fitting.count - 1))
        return .stays
    }

    func lines(in size: ScreenSize) -> [ScreenLine] {
        var lines = Wrapping.lines(question, columns: size.columns).map { ScreenLine($0, .heading) }
        if filters { lines.append(ScreenLine("> \(Printable.line(filter))_")) }
        lines.append(ScreenLine(""))
        let fitting = fitting
        guard !fitting.isEmpty else { return lines + [ScreenLine("No matches.", .faint)] }
        let room = size.rows - lines.count
        let shown = window(of: fitting.count, around: place, rows: fitting.count > room ? room - 1 : room)
        let width = min(
            fitting[shown].map { Printable.width(choices[$0].title) }.max() ?? 0, size.columns - 2)
        for row in shown { lines.append(line(choices[fitting[row]], isChosen: row == place, width: width)) }
        if shown.count < fitting.count {
            lines.append(ScreenLine("  \(place + 1) of \(fitting.count)", .faint))
        }
        return lines
    }

    private func line(_ choice: Choice, isChosen: Bool, width: Int) -> ScreenLine {
        let title = Printable.padded(choice.title, to: width)
        let detail = choice.barrier.map { "(\($0))" } ?? choice.detail
        return ScreenLine(
            "\(isChosen ? ">" : " ") \(title)  \(detail)",
            isChosen ? .chosen : choice.barrier == nil ? .plain : .faint)
    }
}
