import Lifecycle
import Requests
import Testing

@testable import Command

struct PanelTests {
    private static let rows = [
        ScopeRow(name: "account", title: "Account", possible: [.readOnly]),
        ScopeRow(name: "linodes", title: "Linodes", possible: [.readOnly, .readWrite]),
        ScopeRow(name: "lke", title: "Kubernetes", possible: []),
        ScopeRow(name: "vpc", title: "VPCs", possible: [.readWrite]),
    ]

    @Test(
        "Keys choose scopes that can be given, and no others",
        arguments: [
            ([.down, .right], ["account:ro"]),
            ([.down, .right, .right], ["account:ro"]),
            ([.down, .down, .right, .right, .left], ["linodes:ro"]),
            ([.down, .down, .character(" "), .character(" "), .character(" ")], []),
            ([.down, .down, .down, .right, .character("w")], []),
            ([.end, .right], ["vpc:rw"]),
            ([.character("r")], ["account:ro", "linodes:ro"]),
            ([.character("w")], ["linodes:rw", "vpc:rw"]),
            ([.character("w"), .character("r")], ["account:ro", "linodes:ro"]),
            ([.right, .down, .down, .character("n")], ["account:ro"]),
            ([.up, .up, .right, .right], ["account:ro", "linodes:rw", "vpc:rw"]),
        ] as [([KeyPress], [String])])
    func scopes(_ keys: [KeyPress], _ wanted: [String]) {
        var panel = ScopePanel(PanelTests.rows)
        for key in keys { _ = panel.on(key) }
        #expect(panel.words == wanted)
        if case .answers(let words) = panel.on(.enter) {
            #expect(words == wanted && !wanted.isEmpty)
        } else {
            #expect(wanted.isEmpty)
            #expect(
                panel.lines(in: ScreenSize(columns: 80, rows: 20)).last?.text == "Choose at least one scope.")
        }
    }

    @Test(
        "What is typed narrows the choice, and Enter takes what is shown",
        arguments: [
            ("", [0, 1, 2], 0), ("CI/", [1, 2], 1), ("deploy", [1], 1), ("nothing", [], nil),
            ("ci/DEPLOYx\u{8}", [1], 1),
        ] as [(String, [Int], Int?)])
    func filters(_ typed: String, _ fitting: [Int], _ chosen: Int?) {
        var panel = ChoicePanel(
            "Which?", ["backup", "ci/deploy", "ci/test"].map { Choice(title: $0) }, filters: true)
        for character in typed { _ = panel.on(character == "\u{8}" ? .backspace : .character(character)) }
        #expect(panel.fitting == fitting)
        guard case .answers(let place) = panel.on(.enter) else { return #expect(chosen == nil) }
        #expect(place == chosen)
    }

    @Test("What cannot be chosen says why, and is not chosen")
    func barrier() {
        var panel = ChoicePanel(
            "When?", [Choice(title: "never", barrier: "too long"), Choice(title: "in 1 month")])
        guard case .stays = panel.on(.enter) else { return #expect(Bool(false)) }
        #expect(
            panel.lines(in: ScreenSize(columns: 80, rows: 20)).contains { $0.text.contains("(too long)") })
        _ = panel.on(.down)
        guard case .answers(1) = panel.on(.enter) else { return #expect(Bool(false)) }
        guard case .goesBack = panel.on(.back) else { return #expect(Bool(false)) }
    }

    @Test("A text that cannot be read says what is wrong, until it is changed")
    func text() throws {
        var panel = TextPanel("Number", help: "a number") { (text) throws(Problem) in
            guard let number = Int(text) else { throw .usage("That is no number.", hint: "Write 12.") }
            return number
        }
        for character in "1x" { _ = panel.on(.character(character)) }
        guard case .stays = panel.on(.enter) else { return #expect(Bool(false)) }
        #expect(
            panel.lines(in: ScreenSize(columns: 80, rows: 20)).last?.text == "That is no number. Write 12.")
        _ = panel.on(.backspace)
        #expect(panel.complaint == nil)
        guard case .answers(1) = panel.on(.enter) else { return #expect(Bool(false)) }
    }

    @Test(
        "The chosen line is shown in any room, and no line is wider",
        arguments: [(80, 24), (40, 20), (40, 4), (200, 50), (20, 3), (10, 3), (9, 1)])
    func room(_ columns: Int, _ rows: Int) {
        let size = ScreenSize(columns: columns, rows: rows)
        var choices = ChoicePanel(
            "Which?", (0..<300).map { Choice(title: "token\($0)", detail: "x") }, filters: true)
        var scopes = ScopePanel(PanelTests.rows)
        for _ in 0..<250 { _ = choices.on(.down) }
        _ = scopes.on(.end)
        #expect(choices.lines(in: size).contains { $0.style == .chosen && $0.text.hasPrefix("> token250") })
        #expect(scopes.lines(in: size).contains { $0.style == .chosen && $0.text.hasPrefix("> VPCs") })
        #expect(choices.lines(in: size).count <= max(rows, 5))
        for screen in [
            choices.screen(under: ["a", "b"], in: size), scopes.screen(under: ["a", "b"], in: size),
        ] {
            #expect(screen.count <= rows)
            #expect(screen.contains { $0.style == .chosen })
        }
    }

    @Test("every key is named, and every answer stands there whole, also on a narrow screen")
    func narrow() {
        let scopes = "Scopes:  " + ScopeChoiceNames.many.joined(separator: " ")
        let panel = ChoicePanel(
            "Scopes and expiry can never be changed afterwards.", [Choice(title: "Create this token")])
        for columns in [30, 39, 79, 199] {
            let lines = panel.screen(
                under: ["Label:   ci", scopes], in: ScreenSize(columns: columns, rows: 40))
            #expect(lines.allSatisfy { Printable.width($0.text) <= columns })
            let words = lines.map(\.text).joined(separator: " ").split(separator: " ").joined(separator: " ")
            for part in [
                "Esc: cancel", "changed afterwards.", scopes.split(separator: " ").joined(separator: " "),
            ] {
                #expect(words.contains(part), "\(columns): \(words)")
            }
            #expect(lines.count == (columns == 199 ? 8 : lines.count))
        }
        let both = ChoicePanel(
            "Scopes and expiry can never be changed afterwards.",
            [Choice(title: "Create this token"), Choice(title: "Cancel")])
        let small = both.screen(
            under: ["Label:   ci", "Expires: x", scopes], in: ScreenSize(columns: 39, rows: 19))
        #expect(small.count <= 19 && small.contains { $0.text.contains("Cancel") }, "\(small.map(\.text))")
        #expect(small.contains { $0.text.contains("scope18:rw") && Printable.width($0.text) <= 39 })
    }
}

private enum ScopeChoiceNames {
    static let many = (1...18).map { "scope\($0):rw" }
}
