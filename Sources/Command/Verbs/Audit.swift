internal import Lifecycle
internal import Requests
internal import Service

extension Verbs {
    static let audit = Verb(
        name: "audit", summary: "show the audit log: what was changed, and who had which token",
        operands: "[key|receipt|verify|archive] [LABEL|FILE]", count: 0...2,
        flags: Flag.auditFilter + [
            Flag("follow", "f", .toggle(\.follow), "go on with what comes, until Ctrl-C"),
            Flag("readers", nil, .value("LABEL", \.readers), "who had the tokens of a label, and when"),
            Flag(
                "verify", nil, .toggle(\.verify),
                "read every row of the vault and both logs, and prove them from first to last"),
            Flag("archive", nil, .value("FILE", \.archive), "show an archive instead, proven"),
            Flag(
                "before", nil, .value("WHEN", \.before),
                "archive: only files whose entries are all older than that"),
        ],
        notes: [
            """
            The vault's changes and this machine's hand-outs are shown as one, in the order of their time. What is shown was \
            opened, so it is as it was written; that nothing is missing is proven by --verify.
            """,
            """
            archive moves hand-outs that no process is writing to into a new file, proves it, and only then removes them here. \
            How long a machine keeps them by itself: lockstep set --audit-keep.
            """,
            """
            A receipt says that a token was deleted at the provider, refused there, and purged here. verify reads one, as \
            receipt prints it, without a vault; - is standard input. Whose key signed it is for you to know: lockstep audit \
            key prints this vault's (Ed25519; Docs/VaultFormat.md has the fields).
            """,
        ],
        examples: [
            "lockstep audit", "lockstep audit --event handed-out --label ci --since 7d",
            "lockstep audit --readers ci", "lockstep audit --verify", "lockstep audit --follow --json",
            "lockstep audit archive readings-2026 --before 90d", "lockstep audit --archive readings-2026",
            "lockstep audit receipt ci > ci.receipt.json", "lockstep audit verify ci.receipt.json",
        ]
    ) { context throws(Problem) in
        let operands = context.options.operands
        switch (operands.first, operands.count) {
        case (nil, _): try Auditing(context: context).run()
        case ("key", 1): try Receipts(context: context).key()
        case ("receipt", 2): try Receipts(context: context).receipt(of: try context.label(1))
        case ("verify", 2): try Receipts(context: context).verify(operands[1])
        case ("archive", 2): try Archiving(context: context).archive(to: operands[1])
        default:
            throw .usage(
                "lockstep audit takes nothing, key, receipt LABEL, verify FILE, or archive FILE.",
                hint: "See: lockstep audit --help")
        }
    }
}

/// Shows the log.
private struct Auditing {
    let context: Context

    func run() throws(Problem) {
        let options = context.options
        let asked = [options.follow, options.readers != nil, options.verify, options.archive != nil]
        guard asked.count(where: { $0 }) <= 1 else {
            throw .usage("Give one of --follow, --readers, --verify and --archive.")
        }
        guard options.before == nil else { throw .usage("--before is for: lockstep audit archive FILE") }
        if let label = options.readers { return try Readers(context: context).show(label) }
        var request = context.auditRequest()
        request.isVerified = options.verify
        try context.check(request)
        if let file = options.archive { return try Archiving(context: context).show(file, request) }
        if options.follow { return try Following(context: context).run(request) }
        let page = try context.ask(request)
        try context.tell(page)
        if let report = page.verified { AuditWords.tell(report, context.console) }
    }
}
