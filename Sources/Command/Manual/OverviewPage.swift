extension ManualPages {
    /// lockstep(1).
    static var overview: ManualPage {
        let verbs = Verbs.all
        return ManualPage(
            name: "lockstep", section: 1, summary: "create, seal, hand out and revoke API tokens",
            synopsis: [
                Roff.Line().bold("lockstep").plain(" ").italic("VERB").plain(" [").italic("LABEL").plain(
                    "...] ["
                )
                .italic("flags").plain("] [").bold("--").plain(" ").italic("COMMAND").plain("...]"),
                Roff.Line().bold("lockstep").plain(" ").italic("VERB").plain(" ").bold("--help"),
            ],
            sections: [
                ("DESCRIPTION", description),
                (
                    "COMMANDS",
                    [.list(verbs.map { (Roff.Line().bold("lockstep-\($0.name)").plain("(1)"), $0.summary) })]
                ),
                ("COMMON OPTIONS", [.list(Flag.common.map { item($0.words) })]),
                (
                    "EXIT STATUS",
                    [
                        .list(
                            ExitCode.allCases.map { (Roff.Line().bold(String($0.rawValue)), $0.meaning) }
                                + [(Roff.Line().bold("128+").italic("n"), ExitCode.signalled)])
                    ]
                ),
                (
                    "ENVIRONMENT",
                    [.list(Surroundings.variables.map { (Roff.Line().bold($0.name), $0.meaning) })]
                ),
                ("FILES", [.list(Surroundings.files.map { (Roff.Line().italic($0.name), $0.meaning) })]),
                ("EXAMPLES", [.example(examples)]),
            ],
            related: verbs.map { "lockstep-\($0.name)(1)" } + ["lockstep-vault(5)", "lockstep-agent(8)"])
    }

    private static let description: [ManualPage.Part] = [
        .text(
            """
            Lockstep creates Linode API tokens, seals them in an encrypted vault, hands them to programs, \
            and revokes and purges them as one operation. lockstep sync finishes or undoes whatever was \
            interrupted.
            """),
        .text("The first steps are lockstep init, lockstep login and lockstep create."),
    ]

    private static let examples = [
        "lockstep init", "lockstep login", "lockstep create ci --scope linodes:rw --expiry 90d",
        "lockstep run ci -- linode-cli linodes list", "lockstep revoke ci",
    ]
}
