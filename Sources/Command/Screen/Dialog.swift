internal import Platform

/// Questions to a person: on a screen, or line by line. Each is answered, or `nil`: back to the one before.
protocol Dialog: AnyObject {
    /// What was answered so far, shown above each question.
    var heading: [String] { get set }
    /// Asks for a line of text until it is one that `read` takes.
    func text<Answer>(
        _ question: String, help: String, _ text: String, read: @escaping (String) throws(Problem) -> Answer
    ) throws(Problem) -> Answer?
    /// Asks for one of several things; gives its place.
    func choice(_ question: String, _ choices: [Choice], filters: Bool) throws(Problem) -> Int?
    /// Asks for scopes, as they are written on the command line.
    func scopes(_ rows: [ScopeRow], chosen: [String]) throws(Problem) -> [String]?
}

/// Questions on a screen of their own.
final class ScreenDialog: Dialog {
    private let screen: KeyScreen
    var heading: [String] = []

    init(_ screen: KeyScreen) { self.screen = screen }

    func text<Answer>(
        _ question: String, help: String, _ text: String, read: @escaping (String) throws(Problem) -> Answer
    ) throws(Problem) -> Answer? {
        try screen.ask(TextPanel(question, help: help, text: text, read: read), under: heading)
    }

    func choice(_ question: String, _ choices: [Choice], filters: Bool) throws(Problem) -> Int? {
        try screen.ask(ChoicePanel(question, choices, filters: filters), under: heading)
    }

    func scopes(_ rows: [ScopeRow], chosen: [String]) throws(Problem) -> [String]? {
        try screen.ask(ScopePanel(rows, chosen: chosen), under: heading)
    }
}

extension Context {
    /// Whether somebody sits at the terminal who can be asked for more than a secret and a yes.
    var canConverse: Bool { !options.json && System.isTerminal(0) && terminal.canAsk }

    /// How that is asked: on a screen, where the terminal has one.
    func dialog() -> any Dialog {
        let name = Environment.value("TERM") ?? "dumb"
        guard !options.plain, name != "dumb",
            let screen = try? KeyScreen(isStyled: Environment.value("NO_COLOR") == nil)
        else { return PlainDialog(terminal) }
        return ScreenDialog(screen)
    }
}
