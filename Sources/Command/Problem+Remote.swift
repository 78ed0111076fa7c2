internal import Lifecycle
internal import Requests

// Tokens that were made elsewhere, and addresses.

extension Problem {
    static func known(_ label: Label, _ use: RemoteUse) -> Problem {
        switch use {
        case .adoption:
            Problem(
                .conflict, .known, "The vault already has this token, as \(Printable.quoted(label.text)).",
                safe: "Nothing was sealed.")
        case .revocation:
            .usage("This token is in the vault.", hint: "lockstep revoke \(Printable.argument(label.text))")
        }
    }

    static func provisioning(_ use: RemoteUse) -> Problem {
        switch use {
        case .adoption: .usage("This is an account's provisioning token; it is in the vault already.")
        case .revocation:
            .usage("This is an account's provisioning token.", hint: "Log in with another one first.")
        }
    }

    static func noRemoteToken(_ name: RemoteName) -> Problem {
        let what =
            switch name {
            case .id: "has this id"
            case .prefix: "begins with these characters"
            case .string: "has this string"
            }
        return Problem(
            .absent, .noToken, "No token at the provider \(what).", safe: untouched,
            hint: "See: lockstep list --remote")
    }

    static func ambiguous(_ count: Int) -> Problem {
        Problem(
            .conflict, .ambiguous, "\(count) tokens at the provider match.", safe: untouched,
            hint: "Name one by its --id.")
    }

    /// Why requests for an account do not go to another address, which `source` names.
    static func otherAddress(
        _ named: ProviderAddress, _ account: Account, from source: String = Context.addressVariable
    ) -> Problem {
        let name = Printable.quoted(account.name.text)
        guard account.address == nil else {
            return Problem(
                .usage, .otherAddress,
                "The account \(name) belongs to \(account.home.text), but \(source) names \(named.text).",
                safe: "Nothing was sent.",
                hint:
                    "Try again without \(source). To use the other address: lockstep login NEW-NAME --url "
                    + "\(named.text)"
            )
        }
        return Problem(
            .usage, .otherAddress,
            "The account \(name) was sealed by an older Lockstep, without its address. It is taken to "
                + "belong to \(account.home.text), but \(source) names \(named.text).",
            safe: "Nothing was sent.",
            hint:
                "If it belongs to \(named.text): lockstep login \(Printable.word(account.name.text)) --url "
                + "\(named.text). "
                + "Otherwise try again without \(source).")
    }
}
