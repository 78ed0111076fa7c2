package import Secrets

/// The end of one request: the answer or the failure, and for `create` the token string.
package struct ProviderReply: ~Copyable {
    /// The tag that the request was submitted with.
    package let tag: UInt64
    /// What came of it.
    package let outcome: Result<ProviderAnswer, ProviderFailure>
    /// The token string of a `created` answer, in guarded memory since it left the network.
    package var string: SecretBytes?

    /// The provider's own time, where it says one: this machine's clock may be wrong.
    package var time: Instant?

    /// Describes the end of a request.
    package init(
        tag: UInt64, outcome: Result<ProviderAnswer, ProviderFailure>, string: consuming SecretBytes? = nil,
        time: Instant? = nil
    ) {
        self.tag = tag
        self.time = time
        self.outcome = outcome
        self.string = string
    }
}

/// The service that issues tokens. Requests are submitted with a tag and end in any order.
package protocol TokenProvider: AnyObject {
    /// Hands over a request, to be made with a credential; returns at once, and copies the credential if it must.
    ///
    /// Throws when the provider's process cannot be spoken to: then nothing was sent.
    func submit(_ request: ProviderRequest, as credential: borrowing SecretBytes, tag: UInt64)
        throws(ProviderFailure)

    /// Waits for the next request to end. Throws `helper` when none is under way.
    func next() throws(ProviderFailure) -> ProviderReply
}

extension TokenProvider {
    /// Makes one request and waits for its end, when no other is under way.
    package func perform(_ request: ProviderRequest, as credential: borrowing SecretBytes)
        throws(ProviderFailure) -> ProviderReply
    {
        try submit(request, as: credential, tag: 0)
        return try next()
    }
}
