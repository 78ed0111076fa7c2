internal import Requests
internal import Service

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
        let keep = context.options.auditKeep
        try served { () throws(Failure) in
            if let keep { try Service.checkKeep(keep, now: context.now) }
        }
        if let keep {
            let service = try context.service()
            try served { () throws(Failure) in try service.keepAudit(for: keep) }
        }
        let settings = try context.ask(SettingsRequest())
        guard !context.options.json else {
            return try context.console.print(settings.json)
        }
        try context.console.print("audit-keep  \(Times.span(settings.auditKeep))\n")
        try context.console.print("askpass     \(Printable.line(settings.askpass ?? "none"))\n")
    }
}
