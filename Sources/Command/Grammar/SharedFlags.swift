internal import ProviderProfiles

// Flags that several verbs have: each says where in its options they are kept.

extension Flag {
    /// Where a text is kept.
    typealias Text = any (WritableKeyPath<Root, String?> & Sendable)
    /// Where a truth is kept.
    typealias Truth = any (WritableKeyPath<Root, Bool> & Sendable)

    static func account(_ path: Text) -> Flag {
        Flag("account", "a", .value("NAME", path), "the account, where there are several")
    }

    static func id(_ path: Text) -> Flag {
        Flag("id", nil, .value("ID", path), "a token's id at the provider (lockstep list --remote)")
    }

    static func prefix(_ path: Text) -> Flag {
        Flag(
            "prefix", nil, .value("CHARS", path),
            "in place of the id, the first \(ProviderProfile.linode.publicPrefix) characters of its string")
    }

    static func yes(_ path: Truth) -> Flag { Flag("yes", "y", .toggle(path), "do it without asking") }
}
