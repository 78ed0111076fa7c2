public import Secrets

/// The providers of all accounts. A request names the address that it goes to, and goes to no other.
public protocol ProviderRouter: AnyObject {
    /// Hands over a request to the provider at an address, to be made with a credential of it.
    ///
    /// Throws when the provider's process cannot be spoken to: then nothing was sent.
    func submit(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes, tag: UInt64
    ) throws(ProviderFailure)

    /// Waits for the next request to end, at whichever address. Throws `helper` when none is in flight.
    func next() throws(ProviderFailure) -> ProviderReply
}

extension ProviderRouter {
    /// Makes one request and waits for its end, when no other is in flight.
    public func perform(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes
    ) throws(ProviderFailure) -> ProviderReply {
        try submit(request, to: address, as: string, tag: 0)
        return try next()
    }
}

/// A token string, and the only address that it is sent to.
public struct Credential: ~Copyable {
    /// The address of its account.
    public let address: ProviderAddress
    /// The token string of a record, or an account's provisioning token.
    public let string: SecretBytes

    /// Binds a string to an address.
    public init(_ string: consuming SecretBytes, at address: ProviderAddress) {
        self.string = string
        self.address = address
    }
}
