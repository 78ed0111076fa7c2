internal import Lifecycle
internal import Platform
internal import Requests
internal import Wire

/// Makes a new vault of what is whole in a damaged one.
struct Extracting {
    let context: Context
    let path: String

    /// Takes what unlocks the vault, so that it is gone before anything is told.
    func extract(_ unlocking: consuming Unlocking) throws(Problem) -> ExtractionReport {
        try context.requireForeign(path, "Nothing was extracted")
        let entry = AuditEntry(
            .extracted, time: context.now, label: "", caller: Callers.parent.caller, interface: .commandLine)
        let ticker = Ticker("Extracting:", context.console)
        defer { ticker.stop() }
        do throws(LedgerError) { return try context.door.extract(to: path, unlocking, noting: entry) } catch {
            throw Problem(error)
        }
    }

    func tell(_ report: ExtractionReport) throws(Problem) {
        guard !context.options.json else { return try context.console.print(report.json(to: path)) }
        let file = Printable.argument(path)
        context.console.note(
            "Extracted \(count(report.tokens.count, "token")) and \(count(report.accounts.count, "account")) "
                + "to \(file).")
        for line in report.lines { context.console.tell(line) }
        context.console.note(
            "It opens with the same passphrase and keys. It hands out after: lockstep sync --vault \(file)")
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}

extension ExtractionReport {
    /// What stayed behind, one line each.
    var lines: [String] {
        var lines = left.map(ExtractionReport.words)
        if lost > 0 { lines.append("Not extracted: \(lost) rows that cannot be read.") }
        if left.contains(where: { if case .setting = $0 { true } else { false } }) || lost > 0 {
            lines.append(
                "A setting may be among them, so the new vault's agent only hands out and reads. To change "
                    + "that: lockstep set --hands-out-only off")
        }
        return lines
    }

    private static func words(_ left: Left) -> String {
        switch left {
        case .token(let label, let id):
            "Not extracted: token \(Printable.quoted(label.text)) (id \(id)). To revoke it at the provider: "
                + "lockstep revoke --id \(id)"
        case .account(let name):
            "Not extracted: account \(Printable.quoted(name.text)). To log in again: lockstep login "
                + Printable.argument(name.text)
        case .setting(let name): "Not extracted: the setting \(name)."
        case .operation: "Not extracted: an unfinished operation; lockstep sync finds what it left."
        case .label: "Not extracted: what was decided for a label."
        }
    }

    /// What scripts get.
    func json(to path: String) -> JSON {
        let tokens = left.compactMap { item -> JSON? in
            guard case .token(let label, let id) = item else { return nil }
            return .object([("label", .text(label.text)), ("id", .id(id))])
        }
        return .answer([
            ("vault", .text(path)), ("extracted", .texts(self.tokens.map(\.text))),
            ("accounts", .texts(accounts.map(\.text))), ("left", .array(tokens)),
            ("complete", .bool(left.isEmpty && lost == 0)),
        ])
    }
}
