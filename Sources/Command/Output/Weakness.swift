internal import Lifecycle
internal import Requests

extension Weakness {
    /// The rest of a sentence on a token, for people.
    var sentence: String {
        switch self {
        case .cannotCreate: "cannot create or delete tokens: it lacks account:read_write"
        case .lacks(let scopes):
            "lacks what the account's current token has: \(scopes.joined(separator: ", "))"
        case .expiresSooner: "expires \(Times.soon), and the account's current token does not"
        }
    }
}

extension Warning {
    /// What deserves a look in an account that was sealed.
    static func of(_ account: Account, cannotCreate: Bool, now: Instant) -> [Warning] {
        var warnings: [Warning] = []
        if cannotCreate {
            warnings.append(Warning(.cannotCreate, "this token \(Weakness.cannotCreate.sentence)"))
        }
        if account.identity.isRestricted {
            warnings.append(
                Warning(
                    .restrictedUser, "the user is restricted: what tokens can do also depends on its grants")
            )
        }
        if let token = account.token, TokenFlag.isNear(token.expiry, now: now) {
            let moment = token.expiry.moment.map { Times.relative($0, now: now) } ?? ""
            warnings.append(Warning(.expiresSoon, "this token expires \(moment)"))
        }
        return warnings
    }
}
