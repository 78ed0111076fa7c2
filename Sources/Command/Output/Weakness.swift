internal import Requests

extension Weakness {
    /// The rest of a sentence on a token, for people.
    var sentence: String {
        switch self {
        case .cannotCreate: "cannot create or delete tokens: it lacks account:read_write"
        case .lacks(let scopes):
            "lacks what the account's present token has: \(scopes.joined(separator: ", "))"
        case .expiresSooner: "expires \(Times.soon), and the account's present token does not"
        }
    }
}
