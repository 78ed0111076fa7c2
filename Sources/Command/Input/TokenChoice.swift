internal import Glibc
internal import Lifecycle

/// Which tokens of the vault a verb is about: those whose labels are named, or all, and of these only what fits every filter.
struct TokenChoice {
    /// Named labels; none for all tokens.
    var labels: [Label] = []
    /// Patterns (fnmatch(3)), one of which the label has to fit; none for any.
    var patterns: [String] = []
    /// Only tokens whose expiry has passed at this moment; `nil` for any.
    var expiredAt: Instant?
    /// Only tokens of this account; `nil` for any.
    var account: RecordID?

    /// Whether a record fits every filter.
    func fits(_ record: Record) -> Bool {
        guard account == nil || record.account == account else { return false }
        if let expiredAt, !record.token.expiry.hasPassed(at: expiredAt) { return false }
        return patterns.isEmpty || patterns.contains { unsafe fnmatch($0, record.label.text, 0) == 0 }
    }
}

extension Context {
    /// The tokens that the command line chooses, each once, as the vault has them now.
    ///
    /// Throws `absent` for a label that is in none of the accounts looked at: nobody names a token to have it passed over.
    func choose(from ledger: any Ledger) throws(Problem) -> [Record] {
        guard !options.all || options.operands.isEmpty else {
            throw .usage("Give labels, or --all.", hint: "Nothing was changed.")
        }
        var choice = TokenChoice(patterns: options.matching, expiredAt: options.expired ? now : nil)
        for text in options.operands {
            let label = try Context.label(text)
            if !choice.labels.contains(label) { choice.labels.append(label) }
        }
        if options.account != nil { choice.account = try account(in: ledger).id }
        guard !choice.labels.isEmpty else {
            return try vault { () throws(LedgerError) in try ledger.records() }.filter {
                $0.state != .gone && choice.fits($0)
            }
        }
        var chosen: [Record] = []
        for label in choice.labels {
            let record = try record(label, in: ledger)
            guard choice.account == nil || choice.account == record.account else { throw elsewhere(label) }
            if choice.fits(record) {
                chosen.append(record)
            } else {
                console.note("Left alone: \(Printable.quoted(label.text)), which the filters exclude.")
            }
        }
        return chosen
    }

    private func elsewhere(_ label: Label) -> Problem {
        Problem(
            .absent, .noToken,
            "The token \(Printable.quoted(label.text)) does not belong to the account "
                + "\(Printable.quoted(options.account ?? "")).",
            safe: "Nothing was changed.", hint: "Whose it is: lockstep list")
    }
}
