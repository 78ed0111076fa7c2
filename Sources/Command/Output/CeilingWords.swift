internal import Lifecycle

extension Ceiling {
    /// Both bounds, with scopes as people write them.
    var forPeople: String {
        let parts = [
            scopes.map { "scopes \(TokenRow.words($0))" }, lifetime.map { "lifetime \($0.text)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
