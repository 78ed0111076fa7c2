package import Lifecycle
package import Secrets

/// Why a token cannot be replaced, or not be revoked by its generation.
package enum RotationFlaw: Hashable, Sendable {
    /// A generation is the one that its label hands out, and older ones would stay behind it.
    case handedOut(Label, UInt32)
    /// The provisioning token of the account may create no token.
    case cannotCreate(Label)
    /// The provider lists the provisioning token of the account nowhere, so that nobody could revoke it.
    case notListed(Label)
}

extension RotationFlaw: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .handedOut(let label, let generation): writer.choice(1, label, generation)
        case .cannotCreate(let account): writer.choice(2, account)
        case .notListed(let account): writer.choice(3, account)
        }
    }

    /// Reads a flaw.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .handedOut(try reader.value(), try reader.value())
        case 2: self = .cannotCreate(try reader.value())
        case 3: self = .notListed(try reader.value())
        default: throw .malformed
        }
    }
}
