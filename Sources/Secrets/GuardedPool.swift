internal import CSodium
internal import Synchronization

/// Guarded blocks that were wiped and can be had again: the kernel takes longer to map one than a token takes to open.
///
/// Blocks are kept by their exact size, so that the guard page still begins right behind the last byte.
final class GuardedPool: Sendable {
    static let shared = GuardedPool()
    /// Larger blocks are rare, and given back to the system at once.
    static let largest = 160
    /// The most blocks of a size that are kept: each takes four pages, of which one or two are locked.
    static let most = 128

    /// The addresses of free blocks, by their size.
    private let free = Mutex<[[UInt]]>(Array(repeating: [], count: largest + 1))

    /// A block of zeros that can be written; `nil` when there is no guarded memory to be had.
    func take(_ count: Int) -> UnsafeMutablePointer<UInt8>? {
        if (0...GuardedPool.largest).contains(count), let address = free.withLock({ $0[count].popLast() }) {
            return unsafe UnsafeMutablePointer(bitPattern: address)
        }
        guard let block = unsafe GuardedPool.allocate(count) else { return nil }
        let start = unsafe block.assumingMemoryBound(to: UInt8.self)
        unsafe sodium_memzero(start, count)
        return unsafe start
    }

    /// A new block of guarded memory; `nil` when there is none to be had.
    ///
    /// `sodium_malloc` locks its pages and says nothing where that fails. Locking them again costs little, and says it.
    static func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
        guard let block = unsafe sodium_malloc(count) else { return nil }
        if unsafe sodium_mlock(block, count) != 0 { Hardening.noteUnlocked() }
        return unsafe block
    }

    /// Makes blocks that are kept until they are wanted: what cannot be locked is told now, while somebody listens.
    func reserve(_ blocks: Int, of count: Int) {
        let taken = (0..<blocks).compactMap { _ in unsafe take(count).map { UInt(bitPattern: $0) } }
        for address in taken {
            guard let block = unsafe UnsafeMutablePointer<UInt8>(bitPattern: address) else { continue }
            unsafe put(back: block, count)
        }
    }

    /// Wipes a block and keeps it, or gives it back to the system.
    func put(back block: UnsafeMutablePointer<UInt8>, _ count: Int) {
        guard count > 0, count <= GuardedPool.largest else {
            return unsafe sodium_free(block)
        }
        unsafe sodium_memzero(block, count)
        let address = UInt(bitPattern: block)
        let isKept = free.withLock { free in
            guard free[count].count < GuardedPool.most else { return false }
            free[count].append(address)
            return true
        }
        if !isKept { unsafe sodium_free(block) }
    }
}
