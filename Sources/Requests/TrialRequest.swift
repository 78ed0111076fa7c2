package import Lifecycle
package import Secrets

/// Asks the provider, with a token string that was made elsewhere, whose it is. Nothing is changed on either side.
package struct TrialRequest: Hashable, Sendable, SecretRequest {
    package typealias Answer = Trial
    package static let kind = RequestKind.trial
    /// The name of the account that it may be of; `nil` for any.
    package var account: String?
    /// The host with its port that the string's file names, to which it would have gone; `nil` where it names none.
    package var host: String?

    /// Describes what is asked for.
    package init(account: String? = nil, host: String? = nil) { (self.account, self.host) = (account, host) }
    /// Writes both.
    package func encode(to writer: inout Writer) { writer.fields(account, host) }
    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        (account, host) = (try reader.value(), try reader.value())
    }
}

/// Whose a token string is.
package enum Trial: Hashable, Sendable, Coded {
    /// A token of an account's.
    case own(Token, account: Label)
    /// It is alive and of that account's user, and is not among the tokens that are listed, or not there alone.
    case unlisted(account: Label)
    /// It is alive, and of a user of that name at the provider, whom no account is.
    case foreign(user: String)
    /// The provider refuses it.
    case dead
    /// No account is where its file says that it goes: it was not sent anywhere.
    case elsewhere

    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .own(let token, let account):
            writer.choice(1, token)
            writer.value(account)
        case .unlisted(let account): writer.choice(2, account)
        case .foreign(let user): writer.choice(3, user)
        case .dead: writer.byte(4)
        case .elsewhere: writer.byte(5)
        }
    }

    /// Reads one.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .own(try reader.value(), account: try reader.value())
        case 2: self = .unlisted(account: try reader.value())
        case 3: self = .foreign(user: try reader.value())
        case 4: self = .dead
        case 5: self = .elsewhere
        default: throw .malformed
        }
    }
}
