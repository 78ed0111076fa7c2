internal import Lifecycle
internal import Secrets

// The words between the agent and its clients, each in a `Frame` whose body begins with the version. `status`, `stop`,
// `lock` and the answers `otherVersion` and `done` are the same in every version, so that an older or newer agent can be told apart,
// locked and replaced. (An agent of version 1 or 2 knows no `lock` of another version.)

/// The version of everything on this wire; both sides must have the same.
enum Wire {
    static let version: UInt16 = 3
    /// The longest request that is accepted, in bytes: room for all labels, and the vault's path.
    static let requestLimit = 32 << 10
    /// The most labels of one request.
    static let labelLimit = 64
    /// The longest verb: the audit log has it.
    static let verbLimit = 48
    /// The longest beginning of a string that is looked for.
    static let prefixLimit = 64
    /// The longest secret that is accepted from a client, in bytes.
    static let secretLimit = 4096
    /// The bytes of a challenge.
    static let nonceLength = 16
}

extension Wire {
    /// Whether a text can be a verb: visible ASCII and spaces, and not long.
    static func isVerb(_ text: String) -> Bool {
        (1...verbLimit).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

/// What a client asks of the agent.
enum AgentRequest: Equatable {
    /// How does it stand? Never counts as use.
    case status
    /// End.
    case stop
    /// Wipe the keys.
    case lock
    /// Open the vault; once the agent said `proceed`, so many secret bytes follow. From then on it locks after so many idle
    /// seconds, 0 for never; `nil` for as long as before.
    case unlock(isKeyFile: Bool, count: UInt16, idle: UInt32?)
    /// Token strings for an application. The vault's path is bytes to the kernel, and compared as such.
    case handOut(
        vault: [UInt8], verb: String, generation: UInt32?, destination: Destination?, evenExpired: Bool,
        labels: [Label])
    /// The label of the token whose string begins so: 16 characters, which the provider shows to everybody.
    case find(vault: [UInt8], prefix: String)
    /// The number that the agent sent, back from who wrote the request; in a frame and a write of its own.
    case proof([UInt8])

    var bytes: [UInt8] {
        var writer = Writer()
        writer.number(Wire.version)
        switch self {
        case .status: writer.byte(1)
        case .stop: writer.byte(2)
        case .lock: writer.byte(3)
        case .unlock(let isKeyFile, let count, let idle):
            writer.byte(4)
            writer.flag(isKeyFile)
            writer.number(count)
            writer.optional(idle) { $0.number($1) }
        case .handOut(let vault, let verb, let generation, let destination, let evenExpired, let labels):
            writer.byte(5)
            writer.bytes(vault)
            writer.string(verb)
            writer.optional(generation) { $0.number($1) }
            writer.optional(destination) { $0.string($1.text) }
            writer.flag(evenExpired)
            writer.number(UInt16(clamping: labels.count))
            for label in labels { label.encode(to: &writer) }
        case .find(let vault, let prefix):
            writer.byte(6)
            writer.bytes(vault)
            writer.string(prefix)
        case .proof(let nonce):
            writer.byte(7)
            writer.raw(nonce)
        }
        return writer.bytes
    }

    /// Reads a request strictly; `nil` for another version, whose `stop` and `lock` are understood all the same.
    init?(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        let version: UInt16 = try reader.number()
        let kind = try reader.byte()
        guard version == Wire.version || kind == 2 || kind == 3 else { return nil }
        switch kind {
        case 1: self = .status
        case 2: self = .stop
        case 3: self = .lock
        case 4:
            self = .unlock(
                isKeyFile: try reader.flag(), count: try reader.number(),
                idle: try reader.optional { (reader) throws(SecretsError) in try reader.number() })
        case 5:
            let (vault, verb) = (try reader.bytes(), try reader.string())
            let generation: UInt32? = try reader.flag() ? try reader.number() : nil
            let destination = try reader.flag() ? try Destination(from: &reader) : nil
            let evenExpired = try reader.flag()
            let count: UInt16 = try reader.number()
            guard (1...Wire.labelLimit).contains(Int(count)), Wire.isVerb(verb) else { throw .malformed }
            var labels: [Label] = []
            for _ in 0..<count { labels.append(try Label(from: &reader)) }
            self = .handOut(
                vault: vault, verb: verb, generation: generation, destination: destination,
                evenExpired: evenExpired, labels: labels)
        case 6:
            self = .find(vault: try reader.bytes(), prefix: try reader.string())
            guard case .find(_, let prefix) = self, prefix.utf8.count <= Wire.prefixLimit else {
                throw .malformed
            }
        case 7: self = .proof(try reader.raw(Wire.nonceLength))
        default: throw .malformed
        }
        try reader.end()
    }
}

extension Destination {
    /// Reads the canonical text, and no other.
    fileprivate init(from reader: inout Reader) throws(SecretsError) {
        let text = try reader.string()
        guard let destination = Destination(text), destination.text == text else { throw .malformed }
        self = destination
    }
}

/// How an agent stands.
package struct AgentStatus: Hashable, Sendable {
    /// Its process id.
    package var pid: Int32
    /// Whether it holds no key.
    package var isLocked: Bool
    /// The vault that it serves.
    package var vault: String
    /// After so many seconds without use it locks itself; 0 for never.
    package var idle: UInt32
}

/// What the agent answers.
enum AgentReply: Equatable {
    /// It speaks another version.
    case otherVersion(UInt16)
    /// Done.
    case done
    /// To `unlock`: now send the secret.
    case proceed
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

    var bytes: [UInt8] {
        var writer = Writer()
        writer.number(Wire.version)
        switch self {
        case .otherVersion: writer.byte(0)
        case .done: writer.byte(1)
        case .proceed: writer.byte(2)
        case .status(let status):
            writer.byte(3)
            writer.number(status.pid)
            writer.flag(status.isLocked)
            writer.string(status.vault)
            writer.number(status.idle)
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
            AgentReply.encode(error, to: &writer)
        case .asking: writer.byte(8)
        case .label(let label):
            writer.byte(9)
            label.encode(to: &writer)
        case .challenge(let nonce):
            writer.byte(10)
            writer.raw(nonce)
        case .heldElsewhere(let holder):
            writer.byte(11)
            writer.number(holder.pid)
            writer.string(holder.socket)
        }
        return writer.bytes
    }

    private static func encode(_ error: LedgerError, to writer: inout Writer) {
        writer.byte(error.code.rawValue)
        writer.string(error.part.rawValue)
        writer.optional(error.path) { $0.string($1) }
        writer.optional(error.moment) { $1.encode(to: &$0) }
    }

    /// Reads an answer strictly; one of another version is `otherVersion`, unless it is `done`.
    init(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        let version: UInt16 = try reader.number()
        guard version == Wire.version else {
            self = bytes.dropFirst(2) == [1] ? .done : .otherVersion(version)
            return
        }
        switch try reader.byte() {
        case 0: self = .otherVersion(version)
        case 1: self = .done
        case 2: self = .proceed
        case 3:
            self = .status(
                AgentStatus(
                    pid: try reader.number(), isLocked: try reader.flag(), vault: try reader.string(),
                    idle: try reader.number()))
        case 4:
            let left: UInt16 = try reader.number()
            let address = try reader.flag() ? try reader.string() : nil
            self = .token(left: left, address: address, expiry: try Expiry(from: &reader))
        case 5: self = .locked
        case 6: self = .otherVault
        case 7:
            var error = LedgerError(try reader.choice(LedgerError.Code.self))
            error.part = LedgerError.Part(rawValue: try reader.string()) ?? .unspecified
            error.path = try reader.optional { (reader) throws(SecretsError) in try reader.string() }
            error.moment = try reader.optional { (reader) throws(SecretsError) in try Instant(from: &reader) }
            self = .failure(error)
        case 8: self = .asking
        case 9: self = .label(try Label(from: &reader))
        case 10: self = .challenge(try reader.raw(Wire.nonceLength))
        case 11:
            self = .heldElsewhere(KeyHolder(pid: try reader.number(), socket: try reader.string()))
        default: throw .malformed
        }
        try reader.end()
    }
}
