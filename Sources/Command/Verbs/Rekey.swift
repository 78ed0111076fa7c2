internal import Platform
internal import Requests
internal import Service

/// Gives the vault new keys.
struct RekeyOptions: VerbOptions {
    var isDeep = false

    static let verb = Verb(
        Self.self, "rekey", summary: "give the vault new keys, and seal everything under them",
        flags: [Flag("deep", nil, .toggle(\.isDeep), "seal the token strings anew, too")],
        notes: [
            """
            Whoever has only the old keys opens nothing that is written from now on. The ways to unlock the vault \
            stay, and open it as before. Tokens are handed out meanwhile; an unlocked agent takes up the new keys \
            by itself.
            """,
            """
            Without --deep, token strings keep the keys of their own, which are sealed under the new ones. With it, \
            they get new ones. Old copies still hold the strings of their time: if somebody may have opened one, \
            replace the tokens, too (lockstep rotate --all).
            """,
            """
            It can be stopped at any time: lockstep rekey, lockstep sync and the agent go on with what is left. The \
            provider is not contacted. Asks for what unlocks the vault, always.
            """,
        ],
        examples: ["lockstep rekey", "lockstep rekey --deep"])

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
