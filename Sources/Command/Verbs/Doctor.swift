/// Checks everything, and mends what it is told to.
struct DoctorOptions: VerbOptions {
    var acceptsOlder = false
    var repairs = false
    var acceptsLog = false
    var isAgreed = false
    var extracts: String?

    static let verb = Verb(
        Self.self, "doctor",
        summary: "check everything, and say what is damaged, what is intact and how to repair it",
        flags: [
            Flag(
                "accept-older", nil, .toggle(\.acceptsOlder),
                "accept an older copy of the vault, or one that was changed elsewhere"),
            Flag(
                "repair", nil, .toggle(\.repairs),
                "restore what the vault keeps twice, if one copy is damaged"),
            Flag(
                "accept-log", nil, .toggle(\.acceptsLog),
                "resume hand-outs although a reading log is damaged; it is kept as it is"),
            Flag(
                "extract", nil, .value("NEW", \.extracts),
                "make a new vault of what is proven to be intact in a damaged one"),
            .yes(\.isAgreed),
        ],
        notes: notes,
        examples: [
            "lockstep doctor", "lockstep doctor --json", "lockstep doctor --repair",
            "lockstep doctor --accept-older", "lockstep doctor --extract new.db",
        ])

    func run(_ context: Context) throws(Problem) {
        guard mends <= 1 else {
            throw .usage("Give one of --accept-older, --repair, --accept-log and --extract.")
        }
        try Doctor(context: context, options: self).run()
    }

    /// How many things it is told to mend.
    var mends: Int { [acceptsOlder, repairs, acceptsLog, extracts != nil].count { $0 } }
}
