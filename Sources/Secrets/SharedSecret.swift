internal import CPlatform
internal import CSodium

/// A place for one secret that several processes read: a locked page between two guard pages, left out of core dumps.
///
/// The process that made it writes; those that are forked from it read, and find zeros once it was wiped.
@safe
package final class SharedSecret {
    private let page: UnsafeMutablePointer<UInt8>
    /// The page's size without the length in front.
    private let capacity: Int
    private static let header = 2

    /// Takes a page; throws `memory` when there is none to be had.
    package init() throws(SecretsError) {
        try Sodium.start()
        var locked: Int32 = 0
        guard let page = unsafe lockstep_share_page(&locked) else { throw .memory }
        if locked != 0 { Hardening.noteUnlocked() }
        unsafe self.page = page
        capacity = min(lockstep_page_size() - SharedSecret.header, Int(UInt16.max))
    }

    /// How many bytes are there; 0 when nothing is.
    package var count: Int { Int(unsafe page[0]) << 8 | Int(unsafe page[1]) }

    /// Puts a secret in the place of the one that is there; throws `tooLong` and leaves it when it does not fit.
    package func store(_ secret: borrowing SecretBytes) throws(SecretsError) {
        guard secret.count <= capacity else { throw .tooLong }
        wipe()
        secret.withBytes { bytes in
            for index in bytes.indices { unsafe page[SharedSecret.header + index] = bytes[index] }
        }
        unsafe page[0] = UInt8(secret.count >> 8)
        unsafe page[1] = UInt8(secret.count & 0xFF)
    }

    /// Copies the secret into guarded memory of this process; throws `malformed` when there is none.
    package func load() throws(SecretsError) -> SecretBytes {
        let count = count
        guard (1...capacity).contains(count) else { throw .malformed }
        return try SecretBytes(count: count) { (target) throws(SecretsError) in
            for index in 0..<count { unsafe target[index] = page[SharedSecret.header + index] }
        }
    }

    /// Wipes it, for all.
    package func wipe() { unsafe sodium_memzero(page, lockstep_page_size()) }

    /// Lets this process read it and no more; throws `memory` when that fails.
    package func protect() throws(SecretsError) {
        guard unsafe lockstep_protect_page(page) == 0 else { throw .memory }
    }

    deinit { unsafe lockstep_unshare_page(page) }
}
