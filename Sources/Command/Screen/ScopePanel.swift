internal import Lifecycle
internal import Requests
internal import Service

/// A scope in the table, and the levels of it that the token can be given.
struct ScopeRow: Hashable {
    let name: String
    let title: String
    /// What can be given.
    let possible: Set<Scopes.Level>

    /// Throws what is wrong with scopes that were typed.
    static func check(_ words: [String], among rows: [ScopeRow]) throws(Problem) {
        guard !words.isEmpty else { throw .usage("Name at least one scope.") }
        let scopes = try served { () throws(Failure) in
            try ScopeGrammar.scopes(of: CreateRequest(try Service.label("x"), scopes: words, expiry: nil))
        }
        guard case .only(let named) = scopes else { return }
        let possible = Scopes.only(rows.reduce(into: [:]) { $0[$1.name] = $1.possible.max() })
        guard possible.covers(scopes) else {
            throw .usage(
                "Not all of these can be granted: \(named.keys.sorted().joined(separator: " ")).",
                hint: "The provisioning token or the vault's ceiling allows less.")
        }
    }
}

/// Asks for scopes, as the provider's own page does: a table of products with None, Read Only and Read/Write.
struct ScopePanel: Panel {
    let rows: [ScopeRow]
    /// What is chosen of each; `nil` for none.
    private(set) var levels: [Scopes.Level?]
    /// The place in the table; 0 is "Select all".
    private(set) var place = 0
    private(set) var isRefused = false

    /// Shows these rows, with what was chosen before, as it is written on the command line.
    init(_ rows: [ScopeRow], chosen: [String] = []) {
        self.rows = rows
        levels = rows.map { row in
            chosen.contains("\(row.name):rw")
                ? .readWrite : chosen.contains("\(row.name):ro") ? .readOnly : nil
        }
    }

    var keys: String { "Arrows: move, choose   Enter: continue   Shift-Tab: back   Esc: cancel" }

    /// The scopes, as they are written on the command line.
    var words: [String] {
        rows.indices.compactMap { row in
            levels[row].map { "\(rows[row].name):\($0 == .readOnly ? "ro" : "rw")" }
        }
    }

    mutating func on(_ key: KeyPress) -> PanelStep<[String]> {
        isRefused = false
        switch key {
        case .up: place = max(0, place - 1)
        case .down: place = min(rows.count, place + 1)
        case .home, .pageUp: place = 0
        case .end, .pageDown: place = rows.count
        case .left, .character("h"): step(by: -1)
        case .right, .character("l"), .character(" "): step(by: 1, wraps: key == .character(" "))
        case .character("n"), .character("0"): set(nil)
        case .character("r"): set(.readOnly)
        case .character("w"): set(.readWrite)
        case .back: return .goesBack
        case .enter:
            guard !words.isEmpty else {
                isRefused = true
                break
            }
            return .answers(words)
        default: break
        }
        return .stays
    }

    private static let order: [Scopes.Level?] = [nil, .readOnly, .readWrite]

    /// The level of the row at the cursor; of "Select all" the one that all have.
    private var current: Scopes.Level? {
        place > 0 ? levels[place - 1] : levels.compactMap(\.self).max()
    }

    private mutating func step(by distance: Int, wraps: Bool = false) {
        let order = ScopePanel.order.filter { place == 0 || isPossible($0, at: place - 1) }
        let at = (order.firstIndex(of: current) ?? 0) + distance
        set(order[wraps ? at % order.count : max(0, min(at, order.count - 1))])
    }

    private mutating func set(_ level: Scopes.Level?) {
        for row in place > 0 ? place - 1..<place : 0..<rows.count where isPossible(level, at: row) {
            levels[row] = level
        }
        // As on the provider's page: one that has no Read Only is left out of it.
        guard place == 0, level == .readOnly else { return }
        for row in rows.indices where !isPossible(level, at: row) { levels[row] = nil }
    }

    private func isPossible(_ level: Scopes.Level?, at row: Int) -> Bool {
        level.map(rows[row].possible.contains) ?? true
    }
}
