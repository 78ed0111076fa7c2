internal import Lifecycle
internal import Requests

/// Shows the log, and what is made of it.
struct AuditOptions: VerbOptions {
    var limit: String?
    var labels: [String] = []
    var events: [String] = []
    var since: String?
    var isFollowing = false
    var readers: String?
    var isVerified = false
    var archive: String?
    var before, key: String?

    static let verb = Verb(
        Self.self, "audit", summary: "show the audit log: what was changed, and who got which token",
        operands: "[key|receipt|verify|archive] [LABEL|FILE]",
        .words(["key": [], "receipt": [.label], "verify": [.file], "archive": [.file]]), count: 0...2,
        flags: flags, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let operands = context.options.operands
        try checkUses(operands.first)
        switch (operands.first, operands.count) {
        case (nil, _): try show(context)
        case ("key", 1): try Receipts(context: context).key()
        case ("receipt", 2): try Receipts(context: context).receipt(of: try context.label(1))
        case ("verify", 2): try Receipts(context: context).verify(operands[1], signedBy: key)
        case ("archive", 2): try Archiving(context: context).archive(to: operands[1], before: before)
        default:
            throw .usage(
                "lockstep audit takes nothing, key, receipt LABEL, verify FILE, or archive FILE.",
                hint: "See: lockstep audit --help")
        }
    }

    private func show(_ context: Context) throws(Problem) {
        guard [isFollowing, readers != nil, isVerified, archive != nil].count(where: { $0 }) <= 1 else {
            throw .usage("Give one of --follow, --readers, --verify and --archive.")
        }
        if let readers { return try context.tellReaders(of: try Context.label(readers)) }
        let request = AuditRequest(
            labels: labels, events: events, since: since, limit: limit, isVerified: isVerified)
        try context.check(request)
        if let archive { return try Archiving(context: context).show(archive, request) }
        if isFollowing { return try Following(context: context).run(request) }
        try context.tell(try context.ask(request))
    }
}
