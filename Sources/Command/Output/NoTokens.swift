internal import Requests

// What it means that a listing is empty.

extension ListRequest {
    /// Of the vault.
    var nothing: String {
        filters.isEmpty && account == nil && !isAll
            ? "No tokens yet. Create one: lockstep create LABEL --scope linodes:rw --expiry 90d"
            : "No token\(of)\(filters)."
    }

    /// Of the provider.
    var nothingRemote: String { "No token at the provider\(of)\(filters)." }

    private var of: String { account.map { " of the account \(Printable.quoted($0))" } ?? "" }

    private var filters: String {
        let matching =
            patterns.isEmpty ? nil : "matches \(patterns.map(Printable.quoted).joined(separator: " or "))"
        let filters = [
            matching, owner.map { "has the owner \(Printable.quoted($0))" },
            tags.isEmpty ? nil : "has the tag\(tags.count == 1 ? "" : "s") \(tags.joined(separator: ", "))",
            isExpired ? "has expired" : nil, expiring.map { "expires within \($0)" },
        ].compactMap(\.self)
        return filters.isEmpty ? "" : " " + filters.joined(separator: " and ")
    }
}
