internal import Lifecycle
internal import Requests
internal import Secrets

// Accounts and their provisioning tokens.

extension Problem {
    static let deadToken = Problem(
        .providerRefused, .deadCredential,
        "The provider refuses this token: it is unknown, expired or revoked.",
        safe: "Nothing was sealed.", hint: "Create one on the provider's web page and try again.")

    static func accountElsewhere(_ account: Account, _ address: ProviderAddress) -> Problem {
        Problem(
            .conflict, .otherAddress,
            "The account \(Printable.quoted(account.name.text)) belongs to \(account.home.text), but this "
                + "token belongs to \(address.text).",
            safe: "Nothing was sealed.", hint: "Log in under another name: lockstep login NAME")
    }

    static func otherUser(_ name: Label) -> Problem {
        Problem(
            .conflict, .otherUser,
            "The account \(Printable.quoted(name.text)) belongs to another user at the provider.",
            safe: "Nothing was sealed.", hint: "Log in under another name: lockstep login NAME")
    }

    static func damagedAccount(_ error: LedgerError) -> Problem {
        Problem(
            .integrity, .altered,
            "An account in this vault is damaged (\(error.part.rawValue)), and logging in cannot replace it.",
            safe: "Nothing was asked for, sent or sealed.", hint: "What to do: lockstep doctor")
    }

    static let accountInUse = Problem(
        .conflict, .accountInUse, "Tokens or operations still depend on this account.", safe: untouched,
        hint: "Revoke them first (lockstep list); lockstep sync finishes operations.")

    static func signedByAnother(_ key: [UInt8]) -> Problem {
        Problem(
            .integrity, .wrongReceipt,
            "The receipt was signed by a different key than the one you named: \(Hex.text(key)).",
            safe: "Its signature is valid, but proves nothing about your vault.",
            hint: "Compare with: lockstep audit key")
    }

    static func noReceipt(_ label: Label) -> Problem {
        Problem(
            .absent, .noReceipt,
            "No token \(Printable.quoted(label.text)) was revoked from this vault.",
            hint: "See: lockstep list --all")
    }
}
