internal import Lifecycle
internal import Secrets

/// The keys of an unlocked vault: those of the present epoch, and of earlier ones that are still needed.
final class Keyring {
    /// What an epoch is good for.
    enum State: UInt8 {
        /// Everything is sealed under it.
        case current = 1
        /// Rows of it are still there and are being sealed anew.
        case replaced = 2
        /// Only logs and receipts of that time are verified with it.
        case verifying = 3
    }

    /// An epoch as the keyring has it. Epoch 0 is format 1's: its root is that vault's key.
    final class Epoch: Sendable {
        let number: UInt32
        let state: State
        let root: Key<Root>

        init(_ number: UInt32, _ state: State, root: consuming Key<Root>) {
            (self.number, self.state) = (number, state)
            self.root = root
        }
    }

    /// The vault's id.
    let vault: [UInt8]
    let epochs: [Epoch]
    /// The keys of the present epoch.
    let current: Keys
    /// The keys for what is outside the vault.
    let logKeys: LogKeys
    /// The slot that it was opened with; `nil` where it came in another way.
    var openedBy: SlotID?
    /// What opens the vault's newer keyrings; `nil` where the keys came from no slot.
    let opener: SlotOpener?
    private var derived: [UInt32: Keys] = [:]

    /// Takes epochs; throws `malformed` unless exactly one is current, and each number is there once.
    init(vault: [UInt8], _ epochs: [Epoch], opener: SlotOpener? = nil) throws(SecretsError) {
        guard vault.count == 16, Set(epochs.map(\.number)).count == epochs.count,
            let present = epochs.first(where: { $0.state == .current }), present.number > 0,
            epochs.count(where: { $0.state == .current }) == 1
        else { throw .malformed }
        (self.vault, self.epochs) = (vault, epochs.sorted { $0.number < $1.number })
        self.opener = opener
        current = try Keys(present.number, root: present.root)
        logKeys = LogKeys(
            vault: vault, current: try LogEpochKeys(epoch: present.number, root: present.root)
        ) { [epochs] number in
            epochs.first { $0.number == number && number > 0 }
                .flatMap { try? LogEpochKeys(epoch: number, root: $0.root) }
        }
        derived[present.number] = current
    }

    /// The keys of an epoch whose rows may still be there; throws `altered` for any other.
    func open(_ epoch: UInt32, _ part: LedgerError.Part) throws(LedgerError) -> Keys {
        if epoch == current.epoch { return current }
        guard let known = epochs.first(where: { $0.number == epoch }), known.state == .replaced else {
            throw LedgerError(.altered, part)
        }
        return try keys(of: known, part)
    }

    /// The keys of an epoch whose logs are verified; throws `altered` where there is no such epoch.
    func verifying(_ epoch: UInt32, _ part: LedgerError.Part) throws(LedgerError) -> Keys {
        if epoch == current.epoch { return current }
        guard let known = epochs.first(where: { $0.number == epoch && epoch > 0 }) else {
            throw LedgerError(.altered, part)
        }
        return try keys(of: known, part)
    }

    private func keys(of epoch: Epoch, _ part: LedgerError.Part) throws(LedgerError) -> Keys {
        if let known = derived[epoch.number] { return known }
        let keys = try opening(part) { () throws(SecretsError) in
            try Keys(epoch.number, root: epoch.root)
        }
        derived[epoch.number] = keys
        return keys
    }

    /// The root of format 1's key, where the vault comes from there.
    var format1: Epoch? { epochs.first { $0.number == 0 } }

    /// The epochs whose rows may still be there, the present one first.
    func living() throws(LedgerError) -> [Keys] {
        var found = [current]
        for epoch in epochs where epoch.state == .replaced { found.append(try keys(of: epoch, .epoch)) }
        return found
    }
}

extension Keyring {
    /// The most epochs that a keyring has: so many fit into the page from which an agent's processes read it.
    static let most = 100
    private static let entrySize = 4 + 1 + Key<Root>.size

    /// All epochs as bytes: number, state, root.
    func encoded() throws(SecretsError) -> SecretBytes {
        try SecretBytes(count: 2 + epochs.count * Keyring.entrySize) { (target) throws(SecretsError) in
            target[0] = UInt8(epochs.count >> 8)
            target[1] = UInt8(epochs.count & 0xFF)
            for (place, epoch) in epochs.enumerated() {
                let start = 2 + place * Keyring.entrySize
                for byte in 0..<4 {
                    target[start + byte] = UInt8(truncatingIfNeeded: epoch.number >> (24 - 8 * UInt32(byte)))
                }
                target[start + 4] = epoch.state.rawValue
                epoch.root.withBytes { root in
                    for index in root.indices { target[start + 5 + index] = root[index] }
                }
            }
        }
    }

    /// Reads what `encoded` writes; throws `malformed`.
    convenience init(
        vault: [UInt8], encoded: borrowing SecretBytes, opener: SlotOpener?
    ) throws(SecretsError) {
        guard encoded.count >= 2 else { throw .malformed }
        let count = encoded.withBytes { Int($0[0]) << 8 | Int($0[1]) }
        guard encoded.count == 2 + count * Keyring.entrySize else { throw .malformed }
        var epochs: [Epoch] = []
        for place in 0..<count {
            let start = 2 + place * Keyring.entrySize
            let (number, mark) = encoded.withBytes { bytes in
                ((0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[start + $1]) }, bytes[start + 4])
            }
            guard let state = State(rawValue: mark) else { throw .malformed }
            let root = try encoded.withBytes { (bytes) throws(SecretsError) in
                try SecretBytes(copying: bytes.extracting(start + 5..<start + Keyring.entrySize))
            }
            epochs.append(Epoch(number, state, root: try Key(root)))
        }
        try self.init(vault: vault, epochs, opener: opener)
    }
}
