internal import Lifecycle
internal import ProviderProfiles
internal import Requests

/// What `status` tells people: a line for each thing known.
enum StatusLines {
    static func text(_ standing: VaultStanding, _ counts: VaultCounts?) -> String {
        let state: [(String, String?)] = [
            ("vault", standing.state.rawValue), ("path", standing.path),
            ("agent", String(standing.isAgentThere)), ("agentPid", standing.agentPid.map { String($0) }),
            ("agentCode", standing.agentCode), ("idle", standing.idle.map { String($0) }),
            ("max", standing.max.map { String($0) }),
        ]
        // Which operations are pending is told on stderr.
        let held: [(String, String?)] =
            counts.map { counts in
                [
                    ("tokens", String(counts.tokens)), ("expiring", String(counts.expiring)),
                    ("pending", String(counts.pending.count)), ("watching", String(counts.watching)),
                    ("accounts", counts.accounts.map(words).joined(separator: ", ")),
                    ("limits", words(counts.changes)),
                ]
            } ?? []
        return (state + held).compactMap { name, text in text.map { line(name, $0) } }.joined()
    }

    private static func line(_ name: String, _ text: String) -> String {
        name + String(repeating: " ", count: max(1, 10 - name.count)) + Printable.line(text) + "\n"
    }

    /// What bounds changes, where anything does that is not usual.
    private static func words(_ changes: ChangeSettings) -> String? {
        let most = changes.changesAnHour
        let parts = [
            changes.isHandsOutOnly ? "hands out only" : nil,
            changes.ceiling.isEmpty ? nil : changes.ceiling.words,
            most == ChangeSettings.usualChangesAnHour ? nil : "\(most) changes an hour",
            changes.managers.isEmpty ? nil : changes.managers.map(\.words).joined(separator: " or "),
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// An account for people: its address only where that is not the usual one, or was not kept.
    private static func words(_ account: Account) -> String {
        let (name, address) = (account.name.text, account.home.text)
        guard account.address != nil else {
            return
                "\(name) at \(address) (by an older Lockstep, which kept no address: log in again to keep one)"
        }
        return account.home == ProviderProfile.linode.address ? name : "\(name) at \(address)"
    }
}
