package import Secrets

// The numbers never change; that of a case that is gone is not given again.

extension News: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .progress(let progress): writer.choice(1, progress)
        case .again(let reason): writer.choice(2, reason)
        case .excluded(let label): writer.choice(3, label)
        case .alive(let label, let expiry): writer.choice(4, label, expiry)
        case .unreadable(let tokens, let account): writer.choice(5, tokens, account)
        case .forgot(let token): writer.choice(6, token)
        case .network(let words): writer.choice(7, words)
        case .waiting(let seconds): writer.choice(8, seconds)
        case .resealing(let percent): writer.choice(9, percent)
        }
    }

    /// Reads what is told.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .progress(try reader.value())
        case 2: self = .again(try reader.value())
        case 3: self = .excluded(try reader.value())
        case 4: self = .alive(try reader.value(), try reader.value())
        case 5: self = .unreadable(try reader.value(), account: try reader.value())
        case 6: self = .forgot(try reader.value())
        case 7: self = .network(try reader.value())
        case 8: self = .waiting(seconds: try reader.value())
        case 9: self = .resealing(percent: try reader.value())
        default: throw .malformed
        }
    }
}
