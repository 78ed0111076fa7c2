internal import Agent
internal import Lifecycle

extension Verbs {
    static let set = Verb(
        name: "set", summary: "show the vault's settings, or change one",
        flags: [
            Flag(
                "audit-keep", nil, .value("DURATION", \.auditKeep),
                "how long a machine keeps its hand-outs: 1d to 100y (400d)")
        ],
        notes: [
            """
            Settings are sealed in the vault: no file and no variable changes them. Without a flag they are shown.
            """,
            """
            Hand-outs that are older are removed by whole files, and so are the oldest where a machine has more than 256 MB of \
            them. To keep them elsewhere: lockstep audit archive FILE. The vault's own changes are never removed.
            """,
        ],
        examples: ["lockstep set", "lockstep set --audit-keep 1y"]
    ) { context throws(Problem) in try Setting(context: context).run() }
}

/// Shows and changes what is set in the vault.
private struct Setting {
    let context: Context

    func run() throws(Problem) {
        let keep = try context.options.auditKeep.map { text throws(Problem) in try seconds(text) }
        let ledger = try context.ledger()
        if let keep { try set(keep, ledger) }
        try tell(ledger)
    }

    private func set(_ seconds: Int64, _ ledger: any Ledger) throws(Problem) {
        let entry = AuditEntry(
            .settingChanged, time: context.now, label: "",
            detail: "audit-keep: \(context.options.auditKeep ?? "")", caller: Callers.parent.caller,
            interface: .commandLine)
        try vault { () throws(LedgerError) in
            try ledger.commit(
                OperationID(), journal: nil,
                changes: [.set(.auditKeep, to: AuditKeep.value(seconds), noting: entry)], string: nil)
        }
    }

    private func tell(_ ledger: any Ledger) throws(Problem) {
        let (kept, askpass) = try vault { () throws(LedgerError) in
            (try ledger.setting(.auditKeep), try ledger.setting(.askpass))
        }
        let seconds = AuditKeep.seconds(in: kept) ?? AuditKeep.usual
        let program = askpass.map { String(decoding: $0, as: UTF8.self) }
        guard !context.options.json else {
            return try context.console.print(
                .object([
                    ("version", 1), ("auditKeep", .number(seconds)), ("askpass", .optional(program)),
                ]))
        }
        try context.console.print("audit-keep  \(Times.span(seconds))\n")
        try context.console.print("askpass     \(Printable.line(program ?? "none"))\n")
    }

    private func seconds(_ text: String) throws(Problem) -> Int64 {
        guard let duration = Times.duration(text) else { throw Setting.wrong(text) }
        // A year by the calendar, from now on.
        let seconds = duration.after(context.now).seconds - context.now.seconds
        guard (AuditKeep.least...AuditKeep.most).contains(seconds) else { throw Setting.wrong(text) }
        return seconds
    }

    private static func wrong(_ text: String) -> Problem {
        .usage(
            "\(Printable.quoted(text)) is not a valid time to keep hand-outs.",
            hint: "Write 1d to 100y, such as 90d or 1y.")
    }
}
