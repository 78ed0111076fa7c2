internal import Lifecycle
internal import Requests

/// Shows what the provider has, and says of each token whether Lockstep manages it.
struct RemoteListing {
    let context: Context

    func tell(_ views: [RemoteTokenView]) throws(Problem) {
        if context.options.json {
            return try context.console.print(.remote(views, now: context.now))
        }
        guard !views.isEmpty else { return context.console.note("No tokens at the provider.") }
        var table = Table("LABEL", "MANAGED", "EXPIRES", "SCOPES", "ACCOUNT", "ID", "FLAGS")
        for view in views {
            let token = view.token
            table.add(
                token.label, view.standing.rawValue, Times.words(token.expiry, now: context.now),
                TokenRow.words(token.scopes), view.account.text, token.id.text,
                TokenFlag.words(TokenFlag.of(token, now: context.now)))
        }
        try context.console.print(table)
    }
}
