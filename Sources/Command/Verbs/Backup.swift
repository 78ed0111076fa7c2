/// Copies the vault at one moment, or proves such a copy.
struct BackupOptions: VerbOptions {
    var keep: String?
    var isVerifying = false

    static let verb = Verb(
        Self.self, "backup", summary: "copy the vault into a file or folder, whoever uses it meanwhile",
        operands: "FILE|FOLDER", .places([.file]), count: 1...1,
        flags: [
            Flag(
                "keep", nil, .value(.number, \.keep),
                "in a folder: keep the newest N of this vault's backups, remove older ones"),
            Flag("verify", nil, .toggle(\.isVerifying), "take none; open the one that is there and prove it"),
        ],
        notes: [
            """
            Needs no passphrase: what is copied is sealed, and stays so. The file appears under its name once \
            it is complete and synced; nothing is ever overwritten. In a folder the name has the date.
            """,
            """
            --verify asks for what opens the vault, even if an agent is unlocked: so it shows that you could \
            restore the backup. It proves every row, and compares the backup with what this machine has seen.
            """,
        ],
        examples: [
            "lockstep backup /mnt/stick/lockstep.backup", "lockstep backup ~/backups --keep 14",
            "lockstep backup ~/backups/lockstep-20270131-031500Z.backup --verify",
        ])

    func run(_ context: Context) throws(Problem) {
        let task = BackingUp(context: context, path: context.options.operands[0])
        if isVerifying {
            guard keep == nil else { throw .usage("--verify takes no backup, so --keep has no use.") }
            return try task.verify()
        }
        guard let keep else { return try task.run(keeping: nil) }
        guard let most = Int(keep), (1...10_000).contains(most) else {
            throw .usage("\(Printable.quoted(keep)) is not a number from 1 to 10000.")
        }
        try task.run(keeping: most)
    }
}
