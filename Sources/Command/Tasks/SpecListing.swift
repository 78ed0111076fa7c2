internal import Lifecycle
internal import Requests
internal import Service

/// Writes the tokens of the vault as a file that `apply` takes, and says what a file cannot keep as it is.
struct SpecListing {
    let context: Context

    func run(_ request: ListRequest) throws(Problem) {
        let tokens = try context.ask(request)
        let isOneAccount = request.account == nil && tokens.head.accounts.count == 1
        var (specs, left): ([TokenSpec], [String]) = ([], [])
        while let view = try tokens.next() {
            // A label is the token that it hands out; one for a run goes with its run.
            guard view.record.state == .active, !view.record.isLeased else { continue }
            var spec = TokenSpec(of: view)
            if isOneAccount { spec.account = nil }
            if let reason = unusable(spec) {
                left.append("Left out: \(Printable.quoted(spec.label.text)). \(reason)")
            } else {
                specs.append(spec)
            }
        }
        guard specs.count <= TokenSpec.most else {
            throw .usage(
                "A file has at most \(TokenSpec.most) tokens, and these are \(specs.count).",
                hint: "Choose some of them: GLOB, --account, --tag or --owner.")
        }
        try context.console.print(SpecFile.text(specs))
        left.forEach(context.console.note)
        try tellDifference(specs)
        context.warn(of: tokens.head.pending)
    }

    /// Why a file cannot have a spec: the token has expired, or has scopes that Lockstep does not know.
    private func unusable(_ spec: TokenSpec) -> String? {
        guard spec.isFullAccess || !spec.scopes.isEmpty else {
            return "It has no scope, and a file needs one."
        }
        do throws(Failure) { try Service.check([spec], now: context.now) } catch {
            guard case .unusable(.token(_, _, let why)) = error else { return Problem(error).message }
            return Problem(.unusable(why)).message
        }
        return nil
    }

    /// What `apply` would do all the same, such as replace a token that lives longer than its policy says.
    private func tellDifference(_ specs: [TokenSpec]) throws(Problem) {
        let plan = try context.ask(ApplyRequest(specs, prunes: false, account: nil))
        guard !plan.steps.isEmpty else { return }
        context.console.note("With this file, lockstep apply would:")
        ApplyWords(plan, now: context.now).lines.forEach { context.console.note($0) }
    }
}
