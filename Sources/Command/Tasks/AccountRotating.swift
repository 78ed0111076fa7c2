internal import Lifecycle
internal import Requests

/// Puts a new provisioning token in the place of an account's.
struct AccountRotating {
    let context: Context

    func run(_ account: String, _ options: RotateOptions) throws(Problem) {
        guard options.scopes.isEmpty, options.unknownScopes.isEmpty, !options.isFullAccess,
            options.overlap == nil, !options.endsWhenRead
        else {
            throw .usage(
                "A provisioning token keeps its scopes, and has no overlap.",
                hint: "Replace it: lockstep rotate --account NAME. For tokens of the account: "
                    + "lockstep rotate --all --account NAME")
        }
        let request = RotateAccountRequest(account, expiry: options.expiry)
        try context.check(request)
        let rotated = try context.ask(request)
        let problem = rotated.failure.map { Problem($0) }
        if context.options.json {
            try context.console.print(rotated.json(rotated.failure.map(context.wording.failure)?.code))
        } else {
            context.console.note(Sentence.rotated(rotated, now: context.now))
        }
        if let problem { throw problem }
    }
}

extension Sentence {
    /// That an account has another provisioning token, and what became of the former one.
    static func rotated(_ rotated: RotatedAccount, now: Instant) -> String {
        let account = rotated.account
        let id = account.token.map { "id \($0.id), expires \(Times.words($0.expiry, now: now))" } ?? ""
        return
            "Rotated the provisioning token of \(Printable.quoted(account.name.text)): the new one (\(id)) is "
            + "in force. The former one (id \(rotated.former)) is "
            + (rotated.failure == nil ? "revoked and purged." : "not revoked yet.")
    }
}
