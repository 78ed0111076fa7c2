internal import ProviderProfiles

// Flags that several verbs have: each says where in its options they are kept.

extension Flag {
    /// Where a text is kept.
    typealias Text = any (WritableKeyPath<Root, String?> & Sendable)
    /// Where a truth is kept.
    typealias Truth = any (WritableKeyPath<Root, Bool> & Sendable)

    static func account(_ path: Text) -> Flag {
        Flag("account", "a", .value(.account, path), "which account, if there are several")
    }

    static func id(_ path: Text) -> Flag {
        Flag("id", nil, .value("ID", path), "a token's id at the provider (lockstep list --remote)")
    }

    static func prefix(_ path: Text) -> Flag {
        Flag(
            "prefix", nil, .value("CHARS", path),
            "instead of the id, the first \(ProviderProfile.linode.publicPrefix) characters of its string")
    }

    static func yes(_ path: Truth) -> Flag { Flag("yes", "y", .toggle(path), "do not ask for confirmation") }

    // MARK: Slots

    static func recoveryFile(_ path: Text) -> Flag {
        Flag(
            "recovery-file", nil, .value(.file, path),
            "write the recovery key to this new file instead of the terminal")
    }

    static func derivation(_ path: Text) -> Flag {
        Flag(
            "kdf", nil, .value(.derivation, path),
            "how much work each guess at the passphrase takes: a name, or a time such as 2s (moderate)")
    }

    static func newPassphraseFile(_ path: Text) -> Flag {
        Flag("new-passphrase-file", nil, .value(.file, path), "read the new passphrase from a file")
    }

    // MARK: Hand-outs

    static func reveal(_ path: Truth) -> Flag {
        Flag("reveal", nil, .toggle(path), "write token strings even to a terminal")
    }

    static func evenExpired(_ path: Truth) -> Flag {
        Flag("even-expired", nil, .toggle(path), "hand out the token even if it has expired")
    }

    static func refreshFile(_ path: Text) -> Flag {
        Flag(
            "refresh-file", nil, .value(.file, path),
            "keep the LABEL's token in FILE too, up to date while the command runs")
    }

    static func unlogged(_ path: Truth) -> Flag {
        Flag(
            "unlogged", nil, .toggle(path),
            "hand out even if this machine's reading log cannot be written; bypasses the agent")
    }

    // MARK: The agent

    static func idle(_ path: Text) -> Flag {
        Flag(
            "idle", nil, .value(.duration, path), "lock when unused for this long (8h); 0s for never")
    }

    static func max(_ path: Text) -> Flag {
        Flag(
            "max", nil, .value(.duration, path),
            "lock this long after unlocking, even if in use; 0s for never (the default)")
    }
}

/// How token strings are handed out, where a flag says so.
struct HandOutOptions: Hashable, Sendable {
    /// Also one whose expiry has passed.
    var isEvenExpired = false
    /// Also where this machine's reading log cannot be written.
    var isUnlogged = false
}
