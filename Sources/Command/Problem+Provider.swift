internal import Lifecycle

extension Problem {
    /// Says in words what a provider's failure means; `account` is the one that asked, where it is known.
    init(_ failure: ProviderFailure, of account: Account? = nil) {
        // Three kinds carry the provider's own words, the others those of this machine.
        let reason = failure.reason.map { " It says: \($0)" } ?? ""
        let why = failure.reason.map { ": \($0)" } ?? ""
        let retry = failure.retryAfter.map { "Try again in \(Times.span($0))." } ?? "Try again later."
        let login = "lockstep login \(account.map { Printable.word($0.name.text) } ?? "ACCOUNT")"
        let address = account.map { " Its address: \($0.home.text)" } ?? ""
        switch failure.code {
        case .unreachable:
            self.init(
                .providerUnreachable, .unreachable, "The provider cannot be reached\(why).",
                safe: "No request left this machine.",
                hint: "Check the network.\(address)")
        case .interrupted:
            self.init(
                .providerUnreachable, .interrupted,
                "The connection to the provider broke before its answer was here\(why).",
                hint: "Run lockstep sync once it can be reached.")
        case .deadCredential:
            self.init(
                .providerRefused, .deadCredential,
                "The provider refuses the account's provisioning token: it is unknown, expired or revoked.",
                hint: "Give the account a new one: \(login)")
        case .missingScope:
            let scope = failure.wantedScope ?? "account:read_write"
            self.init(
                .providerRefused, .missingScope, "The provisioning token lacks the scope \(scope).",
                hint: "Log in with a token that has it: \(login)")
        case .forbidden:
            self.init(
                .providerRefused, .forbidden,
                "The provider does not permit this to the account's user.\(reason)",
                hint: "Ask the account's owner for the grant.")
        case .rejected:
            self.init(
                .providerRefused, .rejected, "The provider refused the request.\(reason)",
                safe: "Nothing was done.", hint: "Change what it names, and try again.")
        case .throttled:
            self.init(
                .providerRefused, .throttled, "The provider takes no more requests for now.",
                safe: "Nothing was done.",
                hint: retry)
        case .unavailable:
            self.init(
                .providerUnreachable, .unavailable, "The provider is in trouble.\(reason)", hint: retry)
        case .nonsense:
            self.init(
                .providerUnreachable, .nonsense, "The provider's answer cannot be understood\(why).",
                hint: "Is a proxy in between?\(address)")
        case .helper:
            self.init(
                .providerUnreachable, .helper,
                "The provider was not asked: \(failure.reason ?? "lockstep-provider cannot be used").",
                safe: "No request left this machine.",
                hint: "lockstep-provider of the same version has to be beside lockstep; "
                    + "an address has to be https, or http to this machine.")
        }
    }
}
