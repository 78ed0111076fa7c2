package import Secrets

/// What can be asked of a provider; the credential goes beside it, never in it.
package enum ProviderRequest: Hashable, Sendable {
    /// Who does the credential belong to, and what may it do (no scope is needed).
    case identify
    /// Make a token. The only request that is never repeated blindly.
    case create(label: String, scopes: Scopes, expiry: Expiry)
    /// Describe one token.
    case view(TokenID)
    /// Describe all tokens, over all pages.
    case list
    /// Give a token another label.
    case rename(TokenID, String)
    /// Delete a token.
    case delete(TokenID)

    /// Whether doing it twice is the same as doing it once.
    package var isRepeatable: Bool {
        if case .create = self { false } else { true }
    }
}

/// What a provider answered when it did as asked.
package enum ProviderAnswer: Hashable, Sendable {
    /// To `identify`: the credential is alive.
    case identity(Identity)
    /// To `create`: made; the token string came beside the answer, or not, when it was unusable.
    case created(Token)
    /// To `view` and `rename`.
    case token(Token)
    /// To `list`: all of them.
    case tokens(TokenListing)
    /// To `delete`: the provider says that it did.
    case deleted
    /// To `view`, `rename` and `delete`: there is no such token (404).
    case absent
}

/// Why a provider did not do as asked. It carries the provider's own sentence, cut and cleaned, and no secret.
package struct ProviderFailure: Error, Hashable, Sendable {
    /// What kind of failure it is.
    package enum Code: UInt8, Sendable, CaseIterable {
        /// The request never left: no address, no connection, no proof of the server's name (TLS).
        case unreachable = 1
        /// The request may have arrived; no answer, or half of one, came back.
        case interrupted = 2
        /// The credential is unknown, expired or revoked (401, `X-OAuth-Scopes: unknown`).
        case deadCredential = 3
        /// The credential lives but lacks a scope (401 with its scopes named).
        case missingScope = 4
        /// The user may not (403).
        case forbidden = 5
        /// The provider found the request wrong (400, 405, 406, 415 and other 4xx).
        case rejected = 6
        /// Too many requests (429): nothing was done.
        case throttled = 7
        /// The provider is in trouble (408, 5xx): it may have done it all the same.
        case unavailable = 8
        /// The answer cannot be understood: it may have done it all the same.
        case nonsense = 9
        /// `lockstep-provider` could not be started or spoke another version.
        case helper = 10
    }

    /// The kind.
    package var code: Code
    /// The HTTP status, when there was one.
    package var status: Int?
    /// The provider's reason, printable and at most 200 characters; or what kept the request from it.
    package var reason: String?
    /// Seconds to wait, told by 429 and 503; at most a day.
    package var retryAfter: Int64?
    /// The scope that the request would have needed, for `missingScope`.
    package var wantedScope: String?

    /// Describes a failure.
    package init(
        _ code: Code, status: Int? = nil, reason: String? = nil, retryAfter: Int64? = nil,
        wantedScope: String? = nil
    ) {
        self.code = code
        self.status = status
        self.reason = reason.map { text in
            String(String.UnicodeScalarView(text.unicodeScalars.prefix(ProviderBounds.sentence)))
        }
        self.retryAfter = retryAfter.map { min(max($0, 0), ProviderBounds.wait) }
        self.wantedScope = wantedScope
    }

    /// Whether no request left this machine.
    package var neverLeft: Bool { code == .unreachable || code == .helper }

    /// Whether the answer says that nothing was done.
    package var nothingWasDone: Bool {
        switch code {
        case .unreachable, .deadCredential, .missingScope, .forbidden, .rejected, .throttled, .helper: true
        case .interrupted, .unavailable, .nonsense: false
        }
    }

    /// Whether the same request may well succeed a little later.
    package var isPassing: Bool {
        switch code {
        case .unreachable, .interrupted, .throttled, .unavailable, .nonsense: true
        case .deadCredential, .missingScope, .forbidden, .rejected, .helper: false
        }
    }
}

/// The end of one request: the answer or the failure, and for `create` the token string.
package struct ProviderReply: ~Copyable {
    /// The tag that the request was submitted with.
    package let tag: UInt64
    /// What came of it.
    package let outcome: Result<ProviderAnswer, ProviderFailure>
    /// The token string of a `created` answer, in guarded memory since it left the network.
    package var string: SecretBytes?

    /// Describes the end of a request.
    package init(
        tag: UInt64, outcome: Result<ProviderAnswer, ProviderFailure>, string: consuming SecretBytes? = nil
    ) {
        self.tag = tag
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
