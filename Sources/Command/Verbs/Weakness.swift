internal import Lifecycle

/// What a provisioning token cannot do, and should, or what the one that it replaces can.
enum Weakness: Equatable {
    case cannotCreate
    /// Scopes that the token before has.
    case lacks([String])
    /// It is about to expire, and the token before is not.
    case expiresSooner

    static func all(of account: Account, inPlaceOf before: Account?, now: Instant) -> [Weakness] {
        var found: [Weakness] = []
        let scopes = account.identity.scopes
        if !scopes.covers(.only(["account": .readWrite])) { found.append(.cannotCreate) }
        guard let before else { return found }
        if !scopes.covers(before.identity.scopes) {
            found.append(.lacks(scopes.lacking(before.identity.scopes)))
        }
        if let token = account.token, Times.isNear(token.expiry, now: now),
            !(before.token.map { Times.isNear($0.expiry, now: now) } ?? false)
        {
            found.append(.expiresSooner)
        }
        return found
    }

    var sentence: String {
        switch self {
        case .cannotCreate: "cannot create or delete tokens: it lacks account:read_write"
        case .lacks(let scopes):
            "lacks what the account's present token has: \(scopes.joined(separator: ", "))"
        case .expiresSooner: "expires \(Times.soon), and the account's present token does not"
        }
    }
}

extension Scopes {
    /// The scopes of others that are not covered by these.
    fileprivate func lacking(_ other: Scopes) -> [String] {
        guard case .only(let theirs) = other else { return other.list }
        return Scopes.only(theirs.filter { !covers(.only([$0.key: $0.value])) }).list
    }
}

extension LoggingIn {
    /// Asks before a weak token is sealed; where nobody can be asked, only a flag agrees.
    func agree(to account: Account, inPlaceOf before: Account?, _ ledger: any Ledger) throws(Problem) {
        guard !context.options.allowWeaker else { return }
        var weaknesses = Weakness.all(of: account, inPlaceOf: before, now: context.now)
        guard !weaknesses.isEmpty else { return }
        if let before, try isDead(before, ledger) {
            // Nothing is lost with a token that the provider refuses.
            weaknesses = Weakness.all(of: account, inPlaceOf: nil, now: context.now)
            guard !weaknesses.isEmpty else { return }
        }
        let sentence = "This token \(weaknesses.map(\.sentence).joined(separator: ", and "))."
        guard context.terminal.canAsk else {
            throw Problem(
                .locked, .weakerToken, sentence,
                safe: before == nil ? "Nothing was sealed." : "The account keeps the token it has.",
                hint: "Log in with another one, or seal this one all the same: --allow-weaker")
        }
        context.console.note(sentence)
        guard try context.terminal.confirms("Seal it all the same?", otherwise: "Give --allow-weaker.") else {
            throw Problem(.unexpected, .declined, "Nothing was sealed.")
        }
    }

    /// Whether the provider refuses the token that the account has.
    private func isDead(_ account: Account, _ ledger: any Ledger) throws(Problem) -> Bool {
        let old = try vault { () throws(LedgerError) in try ledger.credential(of: account.id) }
        do throws(ProviderFailure) {
            _ = try context.provider.perform(.identify, to: old.address, as: old.string).outcome.get()
            return false
        } catch { return error.code == .deadCredential }
    }
}
