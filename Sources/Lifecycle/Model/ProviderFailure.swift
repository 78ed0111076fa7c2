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

extension ProviderFailure {
    /// What an answer of the wrong kind counts as.
    static let unexpected = ProviderFailure(.nonsense)
}
