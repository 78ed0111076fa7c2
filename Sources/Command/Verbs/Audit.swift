internal import Lifecycle
internal import Secrets

extension Verbs {
    static let audit = Verb(
        name: "audit", summary: "verify the vault and its audit log, and show the log",
        operands: "[key | receipt LABEL]", count: 0...2, flags: AuditFilter.flags,
        notes: [
            "Every row of the vault is read and opened, and the log is followed from its first entry to its last.",
            """
            A receipt says that a token was deleted at the provider, refused there, and purged here. It is signed, and \
            can be verified without the vault, with the public key that lockstep audit key prints (Ed25519; \
            Docs/VaultFormat.md has its fields).
            """,
        ],
        examples: [
            "lockstep audit", "lockstep audit --event handed-out --label ci --since 7d",
            "lockstep audit receipt ci > ci.receipt.json", "lockstep audit key",
        ]
    ) { context throws(Problem) in
        switch (context.options.operands.first, context.options.operands.count) {
        case (nil, _): try Auditing(context: context).log()
        case ("key", 1): try Auditing(context: context).key()
        case ("receipt", 2): try Auditing(context: context).receipt(of: try context.label(1))
        default:
            throw .usage(
                "lockstep audit takes nothing, key, or receipt LABEL.", hint: "See: lockstep audit --help")
        }
    }
}

private struct Auditing {
    let context: Context

    func log() throws(Problem) {
        let filter = try AuditFilter(context.options, now: context.now)
        let ledger = try context.ledger()
        let all = try vault { () throws(LedgerError) in
            try ledger.examine()
            return try ledger.audit()
        }
        let entries = all.filter(filter.lets)
        if context.options.json {
            return try context.console.print(
                .object([("version", 1), ("verified", true), ("entries", .array(entries.map(AuditRow.json)))])
            )
        }
        var table = Table("TIME", "EVENT", "LABEL", "ID", "DETAIL", "CALLER")
        for entry in entries { AuditRow.add(entry, to: &table) }
        try context.console.print(table)
        context.console.note("Verified: \(all.count) entries, and every row of the vault.")
    }

    func key() throws(Problem) {
        let text = Hex.text(try context.ledger().receiptKey)
        guard context.options.json else { return try context.console.print(text + "\n") }
        try context.console.print(.object([("version", 1), ("key", .text(text))]))
    }

    /// The newest receipt under a label, as JSON: it is kept and checked by programs.
    func receipt(of label: Label) throws(Problem) {
        let ledger = try context.ledger()
        let purged = try vault { () throws(LedgerError) in try ledger.records() }.filter {
            $0.label == label && $0.receipt != nil
        }
        guard let newest = purged.max(by: { ($0.purged ?? $0.sealed) < ($1.purged ?? $1.sealed) }),
            let receipt = newest.receipt
        else {
            throw Problem(
                .absent, .noReceipt,
                "No token \(Printable.quoted(label.text)) was revoked from this vault.",
                hint: "See: lockstep list --all")
        }
        try context.console.print(
            .object([
                ("version", 1), ("label", .text(label.text)), ("id", .id(newest.token.id)),
                ("purged", .optional(newest.purged?.rfc3339)),
                ("receipt", ReceiptRow.json(receipt, key: ledger.receiptKey)),
            ]))
    }
}
