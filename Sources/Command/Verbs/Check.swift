internal import Requests

/// Says whether anything needs a person, as monitoring plugins do: a line, and an exit code of its own.
struct CheckOptions: VerbOptions {
    var warn: String?
    var critical: String?
    var excluded: [String] = []
    var warnsOfNever = false

    static let verb = Verb(
        Self.self, "check", summary: "say whether anything needs attention, as a monitoring plugin",
        operands: "[GLOB...]", .each(.label), count: 0...Int.max,
        flags: flags, isPlugin: true, notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let request = try request(context)
        try context.requireVault()
        guard let result = try context.answer(request) else {
            throw Problem(
                .locked, .locked, "The vault is locked, so nothing could be checked.",
                hint: "Unlock an agent (lockstep unlock), or name what opens the vault: --key-file FILE")
        }
        if context.options.json {
            try context.console.print(result.json(context.wording))
        } else {
            let report = CheckReport(
                result: result, request: request, now: context.now, vault: context.places.vault)
            try context.console.print(report.text)
        }
        guard result.severity == .ok else { throw Problem.checked(result.severity) }
    }
}
