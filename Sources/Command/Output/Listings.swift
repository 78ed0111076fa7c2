internal import Lifecycle
internal import ProviderProfiles
internal import Requests

extension Context {
    /// Tells of the tokens of the vault, one after the other.
    func tell(_ tokens: Answered<ListNotes, TokenView>, of request: ListRequest) throws(Problem) {
        let now = now
        if options.json {
            let wording = wording
            let around = JSON.tokens(expiring: tokens.head.expiring(at: now))
            return try console.print(around) { () throws(Problem) in
                try tokens.next()?.json(wording, now: now)
            }
        }
        var table = Table.tokens
        while let view = try tokens.next() { table.add(view, now: now) }
        guard !table.rows.isEmpty else { return console.note(request.nothing) }
        if !console.isWide { table.dropEmpty("RENEWS") }
        try console.print(table)
    }

    /// Tells what the provider has, and of each token whether Lockstep manages it.
    func tell(_ views: [RemoteTokenView], of request: ListRequest) throws(Problem) {
        if options.json { return try console.print(.remote(views, now: now)) }
        guard !views.isEmpty else { return console.note(request.nothingRemote) }
        try console.print(Table(views, now: now))
    }

    /// Tells the scopes that there are.
    func tell(_ catalog: ScopeCatalog) throws(Problem) {
        let scopes = catalog.entries.map { entry in
            ScopeChoice(
                entry.name, title: entry.title,
                levels: entry.hasReadOnly ? ["read_only", "read_write"] : ["read_write"])
        }
        try options.json ? console.print(.scopes(scopes)) : console.print(Table(scopes))
    }

    /// Tells rules with their numbers, or what it means that there is none.
    func tell(_ rules: [Grant], _ none: String) throws(Problem) {
        guard !rules.isEmpty else { return console.note(none) }
        try console.print(
            Facts(rules.enumerated().map { Fact(String($0 + 1), $1.words, breaksNames: true) }))
    }

    /// Says what became of a token.
    func tell(_ sentence: String, _ view: TokenView) throws(Problem) {
        guard options.json else { return console.note(sentence) }
        try console.print(view.json(wording, now: now, isAlone: true))
    }
}
