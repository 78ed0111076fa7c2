package import Lifecycle

// What became of tokens that were to go.

extension Revoked {
    fileprivate func json(_ reason: String?, key: [UInt8]) -> JSON {
        .object([
            ("label", .text(token.record.label.text)), ("id", .id(token.record.token.id)),
            ("revoked", .bool(failure == nil)), ("reason", .optional(reason)),
            ("receipt", receipt?.json(key: key) ?? .null),
        ])
    }
}

extension RevokedCounts {
    fileprivate var members: [(String, JSON)] {
        [("revoked", .count(revoked)), ("pending", .count(pending)), ("failed", .count(failed))]
    }
}

extension JSON {
    /// Tokens of the vault, revoked or not yet; the key is the one that signs the vault's receipts.
    package static func revoked(
        _ tokens: [Revoked], _ counts: RevokedCounts, _ wording: borrowing Wording, key: [UInt8]
    ) -> JSON {
        let words = wording.failure
        let rows = tokens.map { $0.json($0.failure.map(words)?.code, key: key) }
        return .answer([("tokens", .array(rows))] + counts.members)
    }

    /// A token that was made elsewhere, deleted at the provider.
    package static func deleted(_ token: Token) -> JSON {
        .answer([("label", .text(token.label)), ("id", .id(token.id)), ("revoked", true)])
    }

    /// Records that were dropped.
    package static func forgotten(_ records: [Record]) -> JSON {
        let rows = records.map { record -> JSON in
            .object([
                ("label", .text(record.label.text)), ("id", .id(record.token.id)), ("forgotten", true),
                ("revoked", false),
            ])
        }
        return .answer([("tokens", .array(rows))])
    }
}
