internal import Glibc
package import Lifecycle
internal import Platform
internal import Secrets

/// What the agent tells of the labels that somebody watches.
package enum ChangeNotice: Hashable, Sendable {
    /// What is handed out under those labels of which that was not told before, or is something else by now.
    case standings([LabelStanding])
    /// It holds no key: it tells more once it is unlocked.
    case locked
    /// The vault cannot be read; the agent goes on trying.
    case failed(LedgerError)
}

// To be told when another token is handed out. The connection is used for nothing else from then on.

extension AgentClient {
    /// Asks to be told of these labels; the first notice says how they stand now.
    package func watch(_ labels: [Label], vault: String) throws(AgentError) {
        let request = AgentRequest.watch(vault: Array(vault.utf8), labels: labels)
        do throws(SecretsError) { try Frame.write(request.bytes, to: descriptor) } catch { throw .broken }
    }

    /// The next notice, however long that takes. Throws `broken` once the agent has ended, and what it says of the request itself.
    package func notice() throws(AgentError) -> ChangeNotice {
        _ = ready(descriptor, for: POLLIN)
        guard let frame = try? Frame.read(from: descriptor), let reply = try? AgentReply(frame.body)
        else { throw .broken }
        switch reply {
        case .standings(let standings): return .standings(standings)
        case .locked: return .locked
        case .failure(let error):
            guard error.part == .watchers else { return .failed(error) }
            throw .ledger(error)
        case .otherVersion(let version): throw .otherVersion(version)
        case .otherVault: throw .otherVault
        default: throw .broken
        }
    }
}
