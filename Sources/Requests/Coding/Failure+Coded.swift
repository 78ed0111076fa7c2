package import Secrets

// The numbers never change; that of a case that is gone is not given again.

extension Failure: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .unusable(let flaw): writer.choice(1, flaw)
        case .vault(let error): writer.choice(2, error)
        case .archive(let error, let file): writer.choice(3, error, file)
        case .provider(let failure, let account): writer.choice(4, failure, account)
        case .unfinished(let reason, let standing, let account): writer.choice(5, reason, standing, account)
        case .elsewhere: writer.byte(6)
        case .overtaken(let label): writer.choice(7, label)
        case .inUse(let label, let isReserved): writer.choice(8, label, isReserved)
        case .noToken(let label): writer.choice(9, label)
        case .noAccount(let name, let known): writer.choice(10, name, known)
        case .noAccounts: writer.byte(11)
        case .otherAccount(let label, let account): writer.choice(12, label, account)
        case .noRule(let label): writer.choice(13, label)
        case .tooManyRules: writer.byte(14)
        case .tooManyHosts(let label): writer.choice(15, label)
        case .notBound(let label, let host): writer.choice(16, label, host)
        case .otherAddress(let address, let account): writer.choice(17, address, account)
        case .known(let label, let use): writer.choice(18, label, use)
        case .provisioning(let use): writer.choice(19, use)
        case .noRemoteToken(let name): writer.choice(20, name)
        case .ambiguous(let count): writer.choice(21, count)
        case .deadToken: writer.byte(22)
        case .accountElsewhere(let account, let address): writer.choice(23, account, address)
        case .otherUser(let name): writer.choice(24, name)
        case .damagedAccount(let error): writer.choice(25, error)
        case .accountInUse(let name): writer.choice(26, name)
        case .noReceipt(let label): writer.choice(27, label)
        case .planOutdated: writer.byte(28)
        case .handsOutOnly: writer.byte(29)
        case .notActive(let label, let state): writer.choice(33, label, state)
        case .tooManyGenerations(let label): writer.choice(34, label)
        case .rotation, .slot, .depositor: encodeFlaw(to: &writer)
        case .aboveCeiling(let excess): writer.choice(30, excess)
        case .tooManyChanges(let most, let moment): writer.choice(31, most, moment)
        case .notManager(let label, let isHidden): writer.choice(32, label, isHidden)
        }
    }

    private func encodeFlaw(to writer: inout Writer) {
        switch self {
        case .slot(let flaw): writer.choice(35, flaw)
        case .rotation(let flaw): writer.choice(36, flaw)
        case .depositor(let flaw): writer.choice(37, flaw)
        default: break
        }
    }

    /// Reads a failure.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .unusable(try reader.value())
        case 2: self = .vault(try reader.value())
        case 3: self = .archive(try reader.value(), file: try reader.value())
        case 4: self = .provider(try reader.value(), try reader.value())
        case 5: self = .unfinished(try reader.value(), try reader.value(), try reader.value())
        case 6: self = .elsewhere
        case 7: self = .overtaken(try reader.value())
        case 8: self = .inUse(try reader.value(), isReserved: try reader.value())
        case 9: self = .noToken(try reader.value())
        case 10: self = .noAccount(try reader.value(), known: try reader.value())
        case 11: self = .noAccounts
        case 12: self = .otherAccount(try reader.value(), account: try reader.value())
        case 13: self = .noRule(try reader.value())
        case 14: self = .tooManyRules
        case 15: self = .tooManyHosts(try reader.value())
        case 16: self = .notBound(try reader.value(), try reader.value())
        case 17: self = .otherAddress(try reader.value(), try reader.value())
        case 18: self = .known(try reader.value(), try reader.value())
        case 19: self = .provisioning(try reader.value())
        case 20: self = .noRemoteToken(try reader.value())
        case 21: self = .ambiguous(try reader.value())
        case 22: self = .deadToken
        case 23: self = .accountElsewhere(try reader.value(), try reader.value())
        case 24: self = .otherUser(try reader.value())
        case 25: self = .damagedAccount(try reader.value())
        case 26: self = .accountInUse(try reader.value())
        case 27: self = .noReceipt(try reader.value())
        case 28: self = .planOutdated
        case 29: self = .handsOutOnly
        case 30: self = .aboveCeiling(try reader.value())
        case 31: self = .tooManyChanges(try reader.value(), until: try reader.value())
        case 32: self = .notManager(try reader.value(), isHidden: try reader.value())
        case 33: self = .notActive(try reader.value(), try reader.value())
        case 34: self = .tooManyGenerations(try reader.value())
        case let number: self = try Failure.flaw(number, &reader)
        }
    }

    private static func flaw(_ number: UInt8, _ reader: inout Reader) throws(SecretsError) -> Failure {
        switch number {
        case 35: .slot(try reader.value())
        case 36: .rotation(try reader.value())
        case 37: .depositor(try reader.value())
        default: throw .malformed
        }
    }
}

extension Failure.Standing: Coded {}
extension RemoteUse: Coded {}
