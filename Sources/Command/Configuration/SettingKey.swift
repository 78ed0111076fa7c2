internal import Requests
internal import Wire

/// What can be set in the configuration file. None of it says who may have a token, and none opens a vault.
enum SettingKey: String, CaseIterable {
    case account, idle, max, settle, tables
    case warnDays = "warn-days"

    /// Throws what is wrong with a value.
    func check(_ text: String) throws(Problem) {
        switch self {
        case .account: _ = try Context.label(text)
        case .idle:
            guard try NamedTimes(idle: text).read().idle != 0 else {
                throw .usage(
                    "An agent that never locks cannot be set in this file: \(Printable.quoted(text)).",
                    hint: "Write a time such as 8h. For one agent: lockstep unlock --idle 0s")
            }
        case .max: _ = try NamedTimes(max: text).read()
        case .settle: _ = try Context.settle(text)
        case .tables:
            guard [SettingKey.fitted, SettingKey.wide].contains(text) else {
                throw .usage(
                    "\(Printable.quoted(text)) is not a valid way to show tables.",
                    hint: "Write \(SettingKey.fitted), or \(SettingKey.wide) as with --wide.")
            }
        case .warnDays:
            guard SettingKey.days(text) != nil else {
                throw .usage(
                    "\(Printable.quoted(text)) is not a valid number of days.", hint: "Write 0 to 3650.")
            }
        }
    }

    /// A text as a number of days to look ahead.
    static func days(_ text: String) -> Int64? { Int64(text).flatMap { (0...3650).contains($0) ? $0 : nil } }

    static let usualTimeToSettle = "5s"
    /// The ways to show tables: as wide as the terminal, or with every column.
    static let (fitted, wide) = ("fitted", "wide")

    /// What counts where nothing is set.
    var usual: String? {
        switch self {
        case .account: nil
        case .idle: "8h"
        case .max: "0s"
        case .settle: SettingKey.usualTimeToSettle
        case .tables: SettingKey.fitted
        case .warnDays: String(TokenFlag.usualDays)
        }
    }

    /// Throws `usage` for a name that is none, with where it belongs.
    static func named(_ name: String) throws(Problem) -> SettingKey {
        if let key = SettingKey(rawValue: name) { return key }
        guard let elsewhere = elsewhere.first(where: { $0.names.contains(name) })?.hint else {
            let nearest = Guess.nearest(to: name, among: allCases.map(\.rawValue))
            throw .usage(
                "There is no setting \(Printable.quoted(name)).",
                hint: nearest.map { "Did you mean: \($0)" }
                    ?? "These can be set: \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        throw .usage("\(Printable.quoted(name)) cannot be set in this file.", hint: elsewhere)
    }

    /// What would weaken the vault if a file could set it.
    private static let elsewhere: [(names: Set<String>, hint: String)] = [
        (
            ["askpass"],
            "It decides who may have tokens, so it is sealed in the vault: lockstep agent askpass PROGRAM"
        ),
        (
            ["passphrase", "passphrase-file", "passphrase-fd", "key", "key-file", "token", "recovery-key"],
            "Nothing in this file opens a vault. Name it with a flag or an environment variable."
        ),
        (
            ["audit-keep", "hands-out-only", "ceiling", "max-lifetime", "changes-per-hour"],
            "It is sealed in the vault: lockstep set"
        ),
        (["vault"], "Name it with --vault or LOCKSTEP_VAULT."), (["socket"], "Name it with LOCKSTEP_SOCKET."),
    ]
}
