internal import Platform
internal import Requests

/// Shows the settings that are in force.
struct ConfigOptions: VerbOptions {
    static let verb = Verb(
        Self.self, "config", summary: "show the settings in effect, and where each comes from",
        notes: [
            """
            Settings are read from ~/.config/lockstep/config ($XDG_CONFIG_HOME/lockstep/config), one per \
            line: KEY = VALUE. A flag overrides an environment variable, which overrides the file.
            """,
            """
            account is the account that create and adopt use if there are several and --account names none; \
            idle and max are those of lockstep unlock and agent start; settle is that of --settle; tables is \
            fitted, or wide as with --wide; warn-days is how many days before its expiry a token is flagged.
            """,
            """
            The file must belong to you or root, and be writable by nobody else. It holds no secret, opens \
            no vault and gives nobody a token: such settings are sealed in the vault (lockstep set, grant \
            and agent askpass).
            """,
        ],
        examples: [
            "lockstep config", "lockstep config --json", "echo 'idle = 1h' >> ~/.config/lockstep/config",
        ])

    func run(_ context: Context) throws(Problem) {
        let file = try context.places.settings.get()
        let isThere = System.status(file, -1) != nil
        guard !context.options.json else {
            return try context.console.print(
                .answer([
                    ("file", .text(file)), ("exists", .bool(isThere)),
                    ("settings", .array(context.inForce.map(\.json))),
                ]))
        }
        var table = Table(
            Table.Column("SETTING"), Table.Column("VALUE", .broken), Table.Column("FROM", .wrapped))
        table.add("file", file, isThere ? "" : "does not exist")
        for row in context.inForce { table.add(row.name, row.value ?? "-", row.words) }
        try context.console.print(table)
    }
}
