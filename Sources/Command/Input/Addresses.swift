internal import Lifecycle
internal import Platform
internal import ProviderProfiles

// The provider's addresses. A provisioning token is bound to the address it logged in at, and goes nowhere else.

extension Context {
    private static let variable = "LOCKSTEP_LINODE_URL"

    /// The address that the environment names; `nil` when it names none.
    func namedAddress() throws(Problem) -> ProviderAddress? {
        guard let text = Environment.value(Context.variable) else { return nil }
        return try Context.address(text, from: Context.variable)
    }

    /// A text as an address; throws `usage` for anything but scheme, host, port and path.
    static func address(_ text: String, from name: String) throws(Problem) -> ProviderAddress {
        guard let address = ProviderAddress(text) else {
            throw .usage(
                "\(name) is not a valid address: \(Printable.quoted(text)).",
                hint:
                    "Write it like \(ProviderProfile.linode.address.text), without user name, query or wildcard."
            )
        }
        return address
    }

    /// Throws `usage` when the environment names another address than that of one of these accounts: nothing may be sent then.
    func requireHome(of accounts: [Account]) throws(Problem) {
        guard let named = try namedAddress() else { return }
        for account in accounts where account.home != named {
            throw refusal(of: named, from: Context.variable, for: account)
        }
    }

    /// Why requests for an account do not go to another address.
    func refusal(of named: ProviderAddress, from source: String, for account: Account) -> Problem {
        let name = Printable.quoted(account.name.text)
        guard account.address == nil else {
            return Problem(
                .usage, .otherAddress,
                "The account \(name) belongs to \(account.home.text), and \(source) names \(named.text).",
                safe: "Nothing was sent.",
                hint:
                    "Go on without \(source). To use the other address: lockstep login NEW-NAME --url \(named.text)"
            )
        }
        return Problem(
            .usage, .otherAddress,
            "The account \(name) was sealed by an older Lockstep, without its address. It counts for "
                + "\(account.home.text), and \(source) names \(named.text).",
            safe: "Nothing was sent.",
            hint:
                "Where it belongs to \(named.text): lockstep login \(Printable.word(account.name.text)) --url \(named.text). "
                + "Otherwise go on without \(source).")
    }
}
