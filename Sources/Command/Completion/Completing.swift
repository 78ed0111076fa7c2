internal import Glibc
internal import Lifecycle
internal import Requests

/// Answers a shell's script: a line that says what follows, then a candidate a line with what there is to say of it behind a tab.
///
/// Nobody is asked anything, and nothing is said of what fails: it is asked for with each press of a key.
struct Completing {
    let context: Context
    /// The words behind `lockstep`; the last is being typed.
    let words: [String]
    /// How long a shell is kept waiting, in seconds.
    private static let patience: UInt32 = 2

    func run() throws(Problem) {
        // An agent that hangs ends this, not the person's patience.
        signal(SIGALRM) { _ in _exit(0) }
        alarm(Completing.patience)
        switch Wanted(words) {
        case .nothing: break
        case .command(let place): try context.console.print("command \(place)\n")
        case .value(let kind, let head) where kind.offer == .files:
            try context.console.print("files \(head.count)\n")
        case .verbs:
            try offer(Verbs.all.map { Candidate($0.name, $0.summary) }, behind: "")
        case .flags(let names):
            let flags = try Verbs.named(words[0]).allFlags
            try offer(
                names.compactMap { name in
                    flags.first { $0.long == name }.map { Candidate("--\(name)", $0.help) }
                }, behind: "")
        case .value(let kind, let head): try offer(kind.offer, behind: head)
        }
    }

    private func offer(_ offer: ValueKind.Offer, behind head: String) throws(Problem) {
        let typed = typed(head)
        switch offer {
        case .nothing, .files: break
        case .words(let words): try self.offer(words.map { Candidate($0) }, behind: head)
        case .events:
            try self.offer(AuditEntry.Event.allCases.map { Candidate($0.name) }, behind: head)
        case .scopes:
            let before = typed.lastIndex(of: ",").map { typed[...$0] } ?? ""
            try self.offer(Candidate.scopes, behind: head + before)
        case .accounts: try self.offer(context.accountCandidates(), behind: head)
        case .tags: try self.offer(context.tagCandidates(beginning: typed), behind: head)
        case .labels:
            // One that begins with a hyphen is a flag wherever flags still count.
            let isFree = !head.isEmpty || words.dropLast().contains("--")
            try self.offer(
                context.labelCandidates(beginning: typed).filter { isFree || !$0.text.hasPrefix("-") },
                behind: head)
        case .assignment:
            guard let equals = typed.firstIndex(of: "=") else { return }
            let label = String(typed[typed.index(after: equals)...])
            try self.offer(context.labelCandidates(beginning: label), behind: head + typed[...equals])
        }
    }

    private func typed(_ head: String) -> String { String((words.last ?? "").dropFirst(head.count)) }

    /// Writes those that go on as it was typed, and that are not there already.
    private func offer(_ candidates: [Candidate], behind head: String) throws(Problem) {
        let (typed, before) = (typed(head), words.dropLast())
        let found = candidates.filter { candidate in
            candidate.text.hasPrefix(typed) && candidate.isVisible && !before.contains(head + candidate.text)
        }
        guard !found.isEmpty else { return }
        try context.console.print(
            "words\n" + found.map { "\(head)\($0.text)\t\(Printable.line($0.about))\n" }.joined())
    }
}
