internal import Lifecycle
internal import Requests

/// What a token for one run is like, where `--mint` asks for one.
struct MintOptions: Hashable, Sendable {
    var scopes: [String] = []
    var unknownScopes: [String] = []
    var expiry: String?
    var account: String?
    var label: String?

    /// Its label: as was said, else a fresh one for the command.
    func label(for command: String) throws(Problem) -> Label {
        if let label { return try Context.label(label) }
        return try RunLabel.fresh(for: command)
    }

    /// The token under a label.
    func token(_ label: Label) -> CreateRequest {
        CreateRequest(
            label, scopes: scopes, unknownScopes: unknownScopes, expiry: expiry, account: account)
    }

    /// The first flag that says something of it.
    private var said: String? {
        let flags: [(String, Bool)] = [
            ("--scope", !scopes.isEmpty), ("--scope-unknown", !unknownScopes.isEmpty),
            ("--expiry", expiry != nil), ("--account", account != nil), ("--label", label != nil),
        ]
        return flags.first(where: \.1)?.0
    }

    /// What is wrong with flags that do not go together.
    func problem(in run: RunOptions, _ context: Context) -> Problem? {
        if !run.isMinted {
            return said.map { flag in
                .usage(
                    "\(flag) says what a token for one run is like, and there is none.",
                    hint: "Add --mint, or leave out \(flag).")
            }
        }
        if let given = context.options.operands.first {
            return .usage(
                "Name a LABEL or give --mint: both set the same variables.",
                hint: "To pass on that token, too: --env NAME=\(Printable.word(given))")
        }
        guard run.refreshed != nil else { return nil }
        return .usage(
            "A token for one run is never replaced, so there is nothing to refresh.",
            hint: "Leave out --refresh-file; --file NAME=LABEL with --label LABEL puts the token in a file.")
    }
}
