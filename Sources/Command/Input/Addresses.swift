internal import Lifecycle
internal import Platform
internal import ProviderProfiles

// The provider's addresses. A provisioning token is bound to the address it logged in at, and goes nowhere else.

extension Context {
    static let addressVariable = "LOCKSTEP_LINODE_URL"

    /// The address that the environment names; `nil` when it names none.
    func namedAddress() throws(Problem) -> ProviderAddress? {
        guard let text = Environment.value(Context.addressVariable) else { return nil }
        return try Context.address(text, from: Context.addressVariable)
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
}
