internal import Glibc
internal import Platform
internal import Secrets

/// What `Pace` writes down, in memory that all processes of one agent share; in this process's own where there is no agent.
///
/// Whoever writes has a lock, and a slot is its owner's for as long as that has a lock on the slot's number: the kernel gives locks back
/// when a process ends, however it ends. What another process wrote is believed within bounds only.
@safe
final class PaceTable {
    /// How many slots there are: for each of 8 workers all that may be in flight.
    static let slots = 128
    /// How many lanes are kept.
    static let lanes = 64
    /// How long somebody may have the lock, in milliseconds: then it was stopped, and nobody waits for it.
    private static let patience = 200
    private static let keySize = Key<LaneKey>.size
    private static let firstLane = keySize + slots * MemoryLayout<PaceSlot>.stride
    private static let size = firstLane + lanes * MemoryLayout<PaceLane>.stride

    private let memory: UnsafeMutableRawPointer
    private let file: Descriptor?

    /// Takes a file in memory, which may be empty. Without one, or where the system refuses, the table is this process's alone.
    init(sharing number: Int32?) {
        if let number, let file = try? Descriptor(reopening: number),
            let mapped = unsafe PaceTable.map(file)
        {
            unsafe memory = mapped
            self.file = consume file
        } else {
            unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: PaceTable.size, alignment: 16)
            unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: PaceTable.size)
            file = nil
        }
    }

    deinit {
        switch file {
        case .some: unsafe munmap(memory, PaceTable.size)
        case .none: unsafe memory.deallocate()
        }
    }

    private static func map(_ file: borrowing Descriptor) -> UnsafeMutableRawPointer? {
        guard ftruncate(file.number, size) == 0 else { return nil }
        let mapped = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.number, 0)
        return unsafe mapped == MAP_FAILED ? nil : mapped
    }

    subscript(slot index: Int) -> PaceSlot {
        get { unsafe slot(index).load(as: PaceSlot.self) }
        set { unsafe slot(index).storeBytes(of: newValue, as: PaceSlot.self) }
    }

    subscript(lane index: Int) -> PaceLane {
        get { unsafe lane(index).load(as: PaceLane.self) }
        set { unsafe lane(index).storeBytes(of: newValue, as: PaceLane.self) }
    }

    private func slot(_ index: Int) -> UnsafeMutableRawPointer {
        unsafe memory + PaceTable.keySize + index * MemoryLayout<PaceSlot>.stride
    }

    private func lane(_ index: Int) -> UnsafeMutableRawPointer {
        unsafe memory + PaceTable.firstLane + index * MemoryLayout<PaceLane>.stride
    }

    /// The key of the lanes' hashes, which the first who needs it draws.
    func key() throws(SecretsError) -> Key<LaneKey> {
        try exclusively { () throws(SecretsError) in
            let bytes = unsafe UnsafeMutableRawBufferPointer(start: memory, count: PaceTable.keySize)
            if unsafe bytes.allSatisfy({ $0 == 0 }) {
                unsafe bytes.copyBytes(from: Random.bytes(PaceTable.keySize))
            }
            return try Key(SecretBytes(copying: unsafe Array(bytes).span))
        }
    }

    /// Does something while nobody else writes.
    func exclusively<R: ~Copyable, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
        let isLocked = (try? file?.lock(until: Deadline(milliseconds: PaceTable.patience))) ?? false
        defer { if isLocked { _ = file?.unlock() } }
        return try body()
    }

    /// Takes a slot's lock; `false` when another has it.
    func lock(_ index: Int) -> Bool {
        switch file {
        case .some(let file): (try? file.lock(byte: Int64(index))) ?? false
        case .none: true
        }
    }

    /// Gives a slot's lock back.
    func unlock(_ index: Int) { _ = file?.unlock(byte: Int64(index)) }

    /// Whether another has a slot's lock.
    func isLockedElsewhere(_ index: Int) -> Bool {
        switch file {
        case .some(let file): (try? file.isLockedElsewhere(byte: Int64(index))) ?? false
        case .none: false
        }
    }
}
