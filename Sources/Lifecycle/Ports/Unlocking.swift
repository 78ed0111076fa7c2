package import Secrets

/// What unlocks a vault.
package enum Unlocking: ~Copyable {
    /// A passphrase, or a recovery key typed in its place.
    case passphrase(SecretBytes)
    /// The contents of a key file, or of a person's private key: 32 bytes.
    case keyFile(SecretBytes)
    /// Both: for a slot that takes them together, else for whichever opens with one of them.
    case both(Factors)
    /// What enough shares give: 32 bytes.
    case shares(SecretBytes)
    /// What the system has kept: 32 bytes.
    case credential(SecretBytes)

    /// Which of them it is, between processes.
    package enum Form: UInt8, Hashable, Sendable, CaseIterable, Coded {
        case passphrase = 0
        case keyFile = 1
        case both = 2
        case shares = 3
        case credential = 4
    }

    /// Which it is.
    package var form: Form {
        switch self {
        case .passphrase: .passphrase
        case .keyFile: .keyFile
        case .both: .both
        case .shares: .shares
        case .credential: .credential
        }
    }

    /// Takes what `joined` gives; throws `malformed`.
    package init(_ form: Form, _ bytes: consuming SecretBytes) throws(SecretsError) {
        switch form {
        case .passphrase: self = .passphrase(bytes)
        case .keyFile: self = .keyFile(bytes)
        case .shares: self = .shares(bytes)
        case .credential: self = .credential(bytes)
        case .both:
            guard bytes.count > Unlocking.keySize else { throw .malformed }
            let key = try SecretBytes(prefix: Unlocking.keySize, of: bytes)
            let text = try bytes.withBytes { (all) throws(SecretsError) in
                try SecretBytes(copying: all.extracting(Unlocking.keySize..<all.count))
            }
            self = .both(Factors(passphrase: text, keyFile: key))
        }
    }

    private static let keySize = 32

    /// The secret in one piece, for another process of this program: of both, the key file's bytes first.
    package borrowing func joined() throws(SecretsError) -> SecretBytes {
        switch self {
        case .passphrase(let bytes): return try SecretBytes(prefix: bytes.count, of: bytes)
        case .keyFile(let bytes): return try SecretBytes(prefix: bytes.count, of: bytes)
        case .shares(let bytes): return try SecretBytes(prefix: bytes.count, of: bytes)
        case .credential(let bytes): return try SecretBytes(prefix: bytes.count, of: bytes)
        case .both(let factors): return try Unlocking.joined(factors.keyFile, factors.passphrase)
        }
    }

    private static func joined(
        _ key: borrowing SecretBytes, _ text: borrowing SecretBytes
    ) throws(SecretsError) -> SecretBytes {
        guard key.count == keySize else { throw .malformed }
        return try SecretBytes(count: key.count + text.count) { (target) throws(SecretsError) in
            key.withBytes { for index in $0.indices { target[index] = $0[index] } }
            text.withBytes { for index in $0.indices { target[keySize + index] = $0[index] } }
        }
    }
}

/// A passphrase and the contents of a key file: neither is worth anything alone.
package struct Factors: ~Copyable, Sendable {
    package let passphrase: SecretBytes
    package let keyFile: SecretBytes

    /// Joins them.
    package init(passphrase: consuming SecretBytes, keyFile: consuming SecretBytes) {
        self.passphrase = passphrase
        self.keyFile = keyFile
    }
}

/// 32 secret bytes, and what their slot says beside them.
package struct DescribedSecret: ~Copyable, Sendable {
    package let secret: SecretBytes
    package let detail: [UInt8]

    /// Joins them.
    package init(_ secret: consuming SecretBytes, _ detail: [UInt8]) {
        self.secret = secret
        self.detail = detail
    }
}

/// What a new slot is made of.
package enum NewSlot: ~Copyable {
    /// What is to open it.
    case opened(Unlocking)
    /// The 32 bytes that a recovery key is printed from.
    case recovery(SecretBytes)
    /// The public key of a person or a host.
    case person([UInt8])
    /// What was divided into shares, and `ShareSet.bytes` of them.
    case shares(DescribedSecret)
    /// What the system has sealed, and what came of it.
    case system(DescribedSecret)
}
