internal import Requests

/// Creates a token and seals it to a vault that cannot be opened here.
struct DepositOptions: VerbOptions {
    var ticket: String?
    var scopes: [String] = []
    var unknownScopes: [String] = []
    var isFullAccess = false
    var expiry: String?
    var isFromStdin = false
    var signingKey: String?
    var folder: String?

    static let verb = Verb(
        Self.self, "deposit", summary: "create a token and seal it to a vault that you cannot open",
        operands: "LABEL", .places(["LABEL"]), count: 1...1,
        flags: flags, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let request = CreateRequest(
            try context.label(0), scopes: scopes, unknownScopes: unknownScopes, isFullAccess: isFullAccess,
            expiry: expiry)
        try Depositing(context: context, options: self).run(request)
    }
}
