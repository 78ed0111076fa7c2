package import Lifecycle
package import Secrets

/// What the agent answers.
package enum AgentReply: Equatable {
    /// It speaks another version.
    case otherVersion(UInt16)
    /// Done.
    case done
    /// To `unlock`: now send the secret.
    case proceed
    /// How it stands.
    case status(AgentStatus)
    /// One token string, as the frame's secret; `left` more follow. No address stands for the usual one, an
    /// empty one for one that cannot be read.
    case token(left: UInt16, address: String?, expiry: Expiry)
    /// It holds no key.
    case locked
    /// It serves another vault.
    case otherVault
    /// The vault's failure.
    case failure(LedgerError)
    /// A person is being asked; the answer follows.
    case asking
    /// The label that was looked for.
    case label(Label)
    /// A rule names an executable: a number for whoever wrote the request to send back.
    case challenge([UInt8])
    /// To `unlock`: another agent has the vault's keys.
    case heldElsewhere(KeyHolder)
    /// To `perform`: this process works on it, and reads the request now.
    case working(Int32)
    /// To `watch`: what is handed out under the labels of which that was not told yet, or is something else by now.
    case standings([LabelStanding])

    /// As it is sent, without its frame.
    package var bytes: [UInt8] {
        var writer = Writer()
        writer.number(version)
        switch self {
        case .otherVersion: writer.byte(0)
        case .done: writer.byte(1)
        case .proceed: writer.byte(2)
        case .status(let status):
            writer.byte(3)
            status.encode(to: &writer)
        case .token(let left, let address, let expiry):
            writer.byte(4)
            writer.number(left)
            writer.flag(address != nil)
            if let address { writer.string(address) }
            expiry.encode(to: &writer)
        case .locked: writer.byte(5)
        case .otherVault: writer.byte(6)
        case .failure(let error):
            writer.byte(7)
            error.encode(to: &writer)
        case .asking: writer.byte(8)
        case .label(let label):
            writer.byte(9)
            label.encode(to: &writer)
        case .challenge(let nonce):
            writer.byte(10)
            writer.raw(nonce)
        case .heldElsewhere(let holder):
            writer.byte(11)
            holder.encode(to: &writer)
        case .working(let pid):
            writer.byte(12)
            writer.number(pid)
        case .standings(let standings):
            writer.byte(13)
            writer.values(standings)
        }
        return writer.bytes
    }

    private var version: UInt16 {
        switch self {
        case .status, .standings: AgentProtocol.requestsVersion
        default: AgentProtocol.version
        }
    }

    /// Reads an answer strictly; one of another version is `otherVersion`, unless it is `done`.
    package init(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        let version: UInt16 = try reader.number()
        let isLater = bytes.count > 2 && (bytes[2] == 3 || bytes[2] == 13)
        guard version == (isLater ? AgentProtocol.requestsVersion : AgentProtocol.version) else {
            self = bytes.dropFirst(2) == [1] ? .done : .otherVersion(version)
            return
        }
        switch try reader.byte() {
        case 0: self = .otherVersion(version)
        case 1: self = .done
        case 2: self = .proceed
        case 3:
            self = .status(try AgentStatus(from: &reader))
        case 4:
            let left: UInt16 = try reader.number()
            let address = try reader.flag() ? try reader.string() : nil
            self = .token(left: left, address: address, expiry: try Expiry(from: &reader))
        case 5: self = .locked
        case 6: self = .otherVault
        case 7: self = .failure(try LedgerError(from: &reader))
        case 8: self = .asking
        case 9: self = .label(try Label(from: &reader))
        case 10: self = .challenge(try reader.raw(AgentProtocol.nonceLength))
        case 11:
            self = .heldElsewhere(try reader.value())
        case 12: self = .working(try reader.number())
        case 13: self = .standings(try reader.values())
        default: throw .malformed
        }
        try reader.end()
    }
}
