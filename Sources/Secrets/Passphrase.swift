internal import CSodium

/// How hard a passphrase is to guess: Argon2id 1.3 with these costs (RFC 9106).
package struct PassphraseCost: Hashable, Sendable {
    /// Passes over the memory.
    package let passes: UInt32
    /// Memory, in KiB.
    package let memory: UInt32

    /// The length of the salt, in bytes.
    package static let saltSize = 16

    /// libsodium's MODERATE: three passes over 256 MiB, about 0.7 s.
    package static let moderate = PassphraseCost(passes: 3, memory: 256 * 1024)
    /// libsodium's SENSITIVE: four passes over 1 GiB.
    package static let sensitive = PassphraseCost(passes: 4, memory: 1024 * 1024)
    /// libsodium's INTERACTIVE, the least that is accepted: two passes over 64 MiB.
    package static let interactive = PassphraseCost(passes: 2, memory: 64 * 1024)

    /// Takes costs as they stand in a slot; they are checked by `key`, before any work is done.
    package init(passes: UInt32, memory: UInt32) {
        self.passes = passes
        self.memory = memory
    }

    /// The costs that take about so long where the least ones take `least`: more memory first, then more passes. Two such slots fit into a
    /// vault.
    package init(taking milliseconds: Int64, if least: Int64, memory most: UInt64) {
        let low = PassphraseCost.interactive
        let work = low.work * UInt64(max(milliseconds, 1)) / UInt64(max(least, 1))
        let bounded = min(max(work, low.work), PassphraseCost.sensitive.work)
        let room = min(max(most, UInt64(low.memory)), UInt64(PassphraseCost.sensitive.memory))
        let memory = min(max(bounded / 3, UInt64(low.memory)), room) / 1024 * 1024
        self.init(passes: UInt32(min(max(bounded / memory, 2), 8)), memory: UInt32(memory))
    }

    /// Whether the costs can neither weaken the vault (too low) nor exhaust this machine (too high).
    package var isAcceptable: Bool { (2...8).contains(passes) && (64 * 1024...1024 * 1024).contains(memory) }

    /// Passes over a KiB.
    package var work: UInt64 { UInt64(passes) * UInt64(memory) }

    /// Derives the wrapping key from a passphrase.
    ///
    /// Throws `parameters` for costs out of bounds or a salt of another length than 16, `memory` when Argon2id
    /// cannot have its memory.
    package func key<P>(
        of passphrase: borrowing SecretBytes, salt: [UInt8], for purpose: P.Type
    ) throws(SecretsError) -> Key<P> {
        guard isAcceptable, salt.count == Self.saltSize else { throw .parameters }
        return try Key<P>(
            SecretBytes(count: Key<P>.size) { (target) throws(SecretsError) in
                let done = passphrase.withBytes { text in
                    unsafe text.withPointer { text, length in
                        unsafe target.withPointer { target, size in
                            unsafe crypto_pwhash(
                                target, UInt64(size),
                                UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self), UInt64(length),
                                salt, UInt64(passes), Int(memory) * 1024, crypto_pwhash_ALG_ARGON2ID13)
                        }
                    }
                }
                guard done == 0 else { throw .memory }
            })
    }
}
