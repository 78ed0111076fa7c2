internal import Lifecycle

// The vault's tokens as a file that `apply` takes.

extension TokenSpec {
    /// A token as it is: a file with it changes nothing, as far as a file can say what it is.
    package init(of view: TokenView) {
        let (record, token) = (view.record, view.record.token)
        self.init(record.label)
        account = view.account
        isFullAccess = token.scopes == .all
        if !isFullAccess { scopes = token.scopes.brief }
        let decided = record.policy ?? Policy()
        policy.lifetime = decided.lifetime?.text
        if decided.lifetime == nil { expiry = token.expiry.moment?.rfc3339 ?? "never" }
        let renews = decided.lifetime != nil || decided.renewal == .never
        policy.renewal = renews && decided.renewal != .twoThirds ? decided.renewal.words : nil
        policy.overlap =
            decided.overlap == Policy.usualOverlap
            ? nil : CalendarDuration(seconds: Int64(decided.overlap)).text
        policy.owner = decided.owner.isEmpty ? nil : decided.owner
        policy.purpose = decided.purpose.isEmpty ? nil : decided.purpose
        policy.tags = decided.tags
    }

    /// The token in the form of the file, without what is left to the default.
    package var json: JSON {
        let texts: [(String, String?)] = [
            ("account", account), ("lifetime", policy.lifetime), ("expiry", expiry),
            ("renew", policy.renewal), ("overlap", policy.overlap), ("owner", policy.owner),
            ("purpose", policy.purpose),
        ]
        return .object(
            [("label", .text(label.text)), ("scopes", isFullAccess ? .text("*") : .texts(scopes))]
                + texts.compactMap { name, text in text.map { (name, .text($0)) } }
                + (policy.tags.isEmpty ? [] : [("tags", .texts(policy.tags))]))
    }
}

extension SpecFile {
    /// A file of specs, each on a line of its own.
    package static func text(_ specs: [TokenSpec]) -> String {
        let lines = specs.map { "\n  \($0.json.line)" }.joined(separator: ",")
        return "{\"version\": 1, \"tokens\": [\(lines)\n]}\n"
    }
}
