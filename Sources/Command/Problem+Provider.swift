internal import Lifecycle
internal import Requests

extension Problem {
    /// Says in words what a provider's failure means; `account` is the one that asked, where it is known.
    init(_ failure: ProviderFailure, of account: Account? = nil) {
        self =
            switch failure.code {
            case .unreachable: .unreachable(failure, account)
            case .interrupted: .interrupted(failure)
            case .unavailable: .unavailable(failure)
            case .nonsense: .nonsense(failure, account)
            case .helper: .noHelper(failure)
            case .deadCredential: .deadCredential(account)
            case .missingScope: .missingScope(failure, account)
            case .forbidden: .forbidden(failure)
            case .rejected: .rejected(failure)
            case .throttled: .throttled(failure)
            }
    }

    // MARK: The provider did not answer, or not as it does

    private static func unreachable(_ failure: ProviderFailure, _ account: Account?) -> Problem {
        Problem(
            .providerUnreachable, .unreachable, "The provider cannot be reached\(cause(failure)).",
            safe: "No request left this machine.", hint: "Check the network.\(address(account))")
    }

    private static func interrupted(_ failure: ProviderFailure) -> Problem {
        Problem(
            .providerUnreachable, .interrupted,
            "The connection to the provider broke before the answer arrived\(cause(failure)).",
            hint: "Run lockstep sync once it can be reached.")
    }

    private static func unavailable(_ failure: ProviderFailure) -> Problem {
        Problem(
            .providerUnreachable, .unavailable, "The provider is unavailable.\(itsWords(failure))",
            hint: retry(failure))
    }

    private static func nonsense(_ failure: ProviderFailure, _ account: Account?) -> Problem {
        Problem(
            .providerUnreachable, .nonsense, "The provider's answer cannot be understood\(cause(failure)).",
            hint: "Is there a proxy in between?\(address(account))")
    }

    private static func noHelper(_ failure: ProviderFailure) -> Problem {
        Problem(
            .providerUnreachable, .helper,
            "The provider was not asked: \(failure.reason ?? "lockstep-provider cannot be used").",
            safe: "No request left this machine.",
            hint:
                "lockstep-provider of the same version must be beside lockstep; an address must be https, "
                + "or http to this machine."
        )
    }

    /// The cause in the words of this machine, as the end of a sentence.
    private static func cause(_ failure: ProviderFailure) -> String {
        failure.reason.map { ": \($0)" } ?? ""
    }

    private static func address(_ account: Account?) -> String {
        account.map { " Its address: \($0.home.text)" } ?? ""
    }
}

// The provider answered, and refused.

extension Problem {
    private static func deadCredential(_ account: Account?) -> Problem {
        Problem(
            .providerRefused, .deadCredential,
            "The provider refuses the account's provisioning token: it is unknown, expired or revoked.",
            hint: "Give the account a new one: \(login(account))")
    }

    private static func missingScope(_ failure: ProviderFailure, _ account: Account?) -> Problem {
        let scope = failure.wantedScope ?? "account:read_write"
        return Problem(
            .providerRefused, .missingScope, "The provisioning token lacks the scope \(scope).",
            hint: "Log in with a token that has it: \(login(account))")
    }

    private static func forbidden(_ failure: ProviderFailure) -> Problem {
        Problem(
            .providerRefused, .forbidden,
            "The provider does not allow the account's user to do this.\(itsWords(failure))",
            hint: "Ask the account's owner for the grant.")
    }

    private static func rejected(_ failure: ProviderFailure) -> Problem {
        Problem(
            .providerRefused, .rejected, "The provider refused the request.\(itsWords(failure))",
            safe: "Nothing was done.", hint: "Change what it names, and try again.")
    }

    private static func throttled(_ failure: ProviderFailure) -> Problem {
        Problem(
            .providerRefused, .throttled, "The provider accepts no more requests for now.",
            safe: "Nothing was done.", hint: retry(failure))
    }

    /// What the provider itself says, as a sentence of its own.
    private static func itsWords(_ failure: ProviderFailure) -> String {
        failure.reason.map { " It says: \($0)" } ?? ""
    }

    private static func retry(_ failure: ProviderFailure) -> String {
        failure.retryAfter.map { "Try again in \(Times.span($0))." } ?? "Try again later."
    }

    private static func login(_ account: Account?) -> String {
        "lockstep login \(account.map { Printable.word($0.name.text) } ?? "ACCOUNT")"
    }
}
