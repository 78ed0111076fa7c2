internal import Imports
internal import Lifecycle
internal import Requests
internal import Secrets

/// Seals strings that other tools keep, and then takes them out of their files.
///
/// A string is in guarded memory from the file to the vault, and in the file until the vault has it durably.
struct Importing {
    let context: Context
    let options: ImportOptions
    let source: ImportSource

    func run(_ texts: [SourceText]) throws(Problem) {
        try context.console.requireOutput()
        let count = texts.reduce(0) { $0 + $1.findings.strings.count }
        let labels = try ImportLabels(options.labels, texts, source)
        guard count > 0 || texts.contains(where: { !$0.findings.odd.isEmpty }) else {
            throw Problem(
                .absent, .noToken, "No token string was found in \(ImportWords.named(texts.map(\.name))).",
                safe: "Nothing was changed.",
                hint: "To look under other names, too: --name NAME. See: lockstep import --help")
        }
        texts.forEach(warnOfReaders)
        var sealing = Sealing(context, options, labels, try KnownStrings(context))
        for text in texts {
            for found in text.findings.strings { try sealing.take(found, of: text) }
            sealing.rows += text.findings.odd.map {
                ImportedString(source: text.name, name: $0.name, line: $0.line, .odd)
            }
        }
        var emptying = Emptying(context: context, options: options, kind: source.kind)
        for text in texts { emptying.empty(text, &sealing.rows) }
        try tell(sealing, emptying)
    }

    private func warnOfReaders(_ text: SourceText) {
        guard text.file?.isReadableByOthers == true, !text.findings.strings.isEmpty else { return }
        context.console.warn(
            Warning(
                .readableSecret,
                "\(Printable.quoted(text.name)) can be read by other users, who may have its tokens. Once they are "
                    + "sealed, replace them: lockstep rotate LABEL"))
    }

    private func tell(_ sealing: Sealing, _ emptying: Emptying) throws(Problem) {
        let words = ImportWords(rows: sealing.rows, isRehearsal: options.isRehearsal)
        if context.options.json {
            try context.console.print(.imported(sealing.rows, isRehearsal: options.isRehearsal))
        } else {
            try context.console.print(Table(imported: sealing.rows))
        }
        (emptying.notes + words.notes(source.kind)).forEach(context.console.note)
        if let problem = sealing.problem ?? emptying.problem ?? words.problem { throw problem }
    }
}

/// Tries one string after the other, and seals those that are tokens of an account.
struct Sealing {
    private let context: Context
    private let options: ImportOptions
    private var labels: ImportLabels
    private var known: KnownStrings
    var rows: [ImportedString] = []
    /// What went wrong first.
    private(set) var problem: Problem?
    /// Whether nothing more is tried.
    private var isOver = false

    init(_ context: Context, _ options: ImportOptions, _ labels: ImportLabels, _ known: KnownStrings) {
        (self.context, self.options, self.labels, self.known) = (context, options, labels, known)
    }

    mutating func take(_ found: FoundString, of text: SourceText) throws(Problem) {
        var row = ImportedString(source: text.name, name: found.name, line: found.line, .skipped)
        let string = try Sealing.string(found, text)
        if let mark = known.mark(of: string) {
            row.fate = mark.holder == .provisioning ? .provisioning : .known
            (row.label, row.account) = (mark.label, mark.account)
        } else if !isOver {
            do throws(Problem) { try take(string, found, text, &row) } catch {
                (row.fate, row.reason) = (.failed, error.code.rawValue)
                problem = problem ?? error.afterImport(row)
                isOver = ![.conflict, .absent, .denied, .usage].contains(error.exit)
            }
        }
        rows.append(row)
    }

    private mutating func take(
        _ string: consuming SecretBytes, _ found: FoundString, _ text: SourceText, _ row: inout ImportedString
    ) throws(Problem) {
        let account = options.account ?? context.settings[.account]
        switch try context.ask(TrialRequest(account: account, host: found.host), string) {
        case .own(let token, let account):
            (row.token, row.account) = (token, account.text)
            row.label = labels.next(found.name)
            let label = try Context.label(row.label ?? "")
            row.fate = .ready
            if !options.isRehearsal { try seal(found, text, token, label, account.text, &row) }
            known.add(try Sealing.string(found, text), label: label.text, account: account.text)
        case .unlisted(let account): (row.fate, row.account) = (.unlisted, account.text)
        case .foreign(let user): (row.fate, row.user) = (.foreign, user)
        case .dead: row.fate = .dead
        case .elsewhere: row.fate = .elsewhere
        }
    }

    private func seal(
        _ found: FoundString, _ text: SourceText, _ token: Token, _ label: Label, _ account: String,
        _ row: inout ImportedString
    ) throws(Problem) {
        let plan = try context.ask(AdoptRequest(label, .id(token.id), account: account))
        let adopted = try context.ask(plan, try Sealing.string(found, text))
        row.fate = .sealed
        row.label = adopted.token.record.label.text
        guard let reason = adopted.keptLabel else { return }
        context.console.warn(
            Warning(.oldLabel, "it keeps its label at the provider. \(Problem(reason).message)"))
    }

    static func string(_ found: FoundString, _ text: SourceText) throws(Problem) -> SecretBytes {
        do throws(SecretsError) { return try text.string(found) } catch {
            throw Problem(error, reading: Printable.quoted(text.name))
        }
    }
}

extension Problem {
    /// What stands while an import goes on.
    fileprivate func afterImport(_ row: ImportedString) -> Problem {
        var problem = self
        problem.safe =
            "What stands under \(Printable.quoted(row.name)) stays in \(Printable.quoted(row.source))."
        if code == .labelInUse {
            problem.hint = "Give it another: --label \(Printable.argument(row.name + "=NEW-LABEL"))"
        }
        return problem
    }
}
