internal import Platform
internal import Requests
internal import Service

/// Gives the vault new keys.
struct RekeyOptions: VerbOptions {
    var isDeep = false

    static let verb = Verb(
        Self.self, "rekey", summary: "give the vault new keys, and seal everything under them",
        flags: [Flag("deep", nil, .toggle(\.isDeep), "seal the token strings anew, too")],
        notes: notes, examples: examples)

    func run(_ context: Context) throws(Problem) {
        let rekeyed = try perform(context)
        // Nothing needs the keys any more, and whoever reads the answer may take their time.
        context.opened.ledger = nil
        let words = RekeyWords(rekeyed: rekeyed, now: context.now)
        if let warning = words.warning { context.console.warn(warning) }
        guard !context.options.json else { return try context.console.print(rekeyed.json) }
        for line in words.lines { context.console.note(line) }
    }

    private func perform(_ context: Context) throws(Problem) -> Rekeyed {
        let bar = ProgressBar("resealed", context.console)
        let service = try context.service(bar)
        try? Halting.onInterrupt()
        let ticker = Ticker("Giving the vault new keys:", context.console)
        defer {
            ticker.stop()
            bar.clear()
        }
        return try served { () throws(Failure) in try service.rekey(isDeep: isDeep) }
    }
}
