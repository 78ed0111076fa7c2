package import Secrets

/// The providers of all accounts. A request names the address that it goes to, and goes to no other.
package protocol ProviderRouter: AnyObject {
    /// Hands over a request to the provider at an address, to be made with a credential of it.
    ///
    /// Throws when the provider's process cannot be spoken to: then nothing was sent.
    func submit(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes, tag: UInt64
    ) throws(ProviderFailure)

    /// The ways of the provider at an address.
    func rules(at address: ProviderAddress) -> ProviderRules

    /// A sentence on what of the environment decides how an address is reached, without values; `nil` where nothing does.
    func networkWarning(at address: ProviderAddress) -> String?

    /// Has `hear` told for how many seconds a provider takes no more requests, where nothing else is in flight meanwhile.
    func tellPauses(_ hear: @escaping (_ seconds: Int64) -> Void)

    /// Waits for the next request to end, at whichever address. Throws `helper` when none is in flight.
    func next() throws(ProviderFailure) -> ProviderReply

    /// Ends the processes that speak to providers until there is a next request; none is in flight.
    func rest()
}

extension ProviderRouter {
    /// Nothing does.
    package func networkWarning(at address: ProviderAddress) -> String? { nil }

    /// There are none.
    package func tellPauses(_ hear: @escaping (_ seconds: Int64) -> Void) {}

    /// There is none.
    package func rest() {}

    /// Makes one request and waits for its end, when no other is in flight.
    package func perform(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes
    ) throws(ProviderFailure) -> ProviderReply {
        try submit(request, to: address, as: string, tag: 0)
        return try next()
    }
}

/// A token string, and the only address that it is sent to.
package struct Credential: ~Copyable {
    /// The address of its account.
    package let address: ProviderAddress
    /// The token string of a record, or an account's provisioning token.
    package let string: SecretBytes
    /// What changes whenever another string is sealed in its place; it says nothing of the string.
    package let mark: [UInt8]

    /// Binds a string to an address.
    package init(_ string: consuming SecretBytes, at address: ProviderAddress, mark: [UInt8] = []) {
        self.string = string
        self.address = address
        self.mark = mark
    }
}
