internal import Glibc
package import Lifecycle
internal import Platform
package import Secrets

/// The place of a vault: makes it, opens it.
package final class VaultFile: VaultDoor {
    let path: String
    private let state: String
    /// What is to be told once the vault was made, opened or asked for a passphrase.
    package private(set) var notice: VaultNotice?

    /// Takes the path of the vault and the folder outside of it where the highest counter seen is kept.
    package init(path: String, state: String) {
        self.path = path
        self.state = state
    }

    /// Whether there is a file at the vault's place.
    package var isThere: Bool { unsafe access(path, F_OK) == 0 }

    /// Whether a folder above the vault's place keeps this user from looking.
    package var isHidden: Bool { unsafe access(path, F_OK) != 0 && errno == EACCES }

    /// Makes a vault with one slot of the given kind and a recovery slot.
    ///
    /// It is made whole under another name and then linked to its own, so that a crash leaves no half a vault.
    package func make(
        _ first: borrowing Unlocking, cost: PassphraseCost, at time: Instant
    ) throws(LedgerError) -> SecretBytes {
        guard !isThere else { throw LedgerError(.exists, .file).at(path) }
        let folder = Path.folder(of: path)
        try Ownership.requireSafe(folder)
        do throws(SystemError) { try Files.makeFolder(folder) } catch { throw LedgerError(error).at(folder) }
        let draft = DraftName.fresh(for: path)
        do throws(SystemError) { _ = try Files.make(draft) } catch { throw LedgerError(error) }
        defer { for ending in ["", "-journal", "-wal", "-shm"] { unsafe unlink(draft + ending) } }
        let recovery = try opening(.slot) { () throws(SecretsError) in try Key<Root>() }
        try fill(draft, first, cost, recovery, time)
        do throws(SystemError) { try Files.publish(draft, as: path) } catch {
            throw error.number == EEXIST ? LedgerError(.exists, .file) : LedgerError(error)
        }
        return try opening(.slot) { () throws(SecretsError) in try RecoveryKey.text(of: recovery) }
    }

    private func fill(
        _ draft: String, _ first: borrowing Unlocking, _ cost: PassphraseCost,
        _ recovery: borrowing Key<Root>,
        _ time: Instant
    ) throws(LedgerError) {
        let connection = try Connection(path: draft)
        try connection.execute("BEGIN IMMEDIATE")
        try Schema.make(in: connection)
        let vault = Random.bytes(16)
        let (keys, slots) = try makeKeys(vault, first, cost, recovery)
        let head = try opening(.head) { () throws(SecretsError) in try Head().sealed(with: keys) }
        try connection.run("INSERT INTO vault (one, id, head) VALUES (1, ?, ?)", .blob(vault), .blob(head))
        var transaction = Transaction(connection, keys, Head())
        try transaction.store(slots)
        transaction.append(AuditEntry(.vaultMade, time: time, label: ""))
        try transaction.finish()
        try connection.execute("COMMIT")
        try connection.writeAhead()
        try connection.emptyLog()
        if try !counter(of: vault).raise(to: transaction.head.counter) { notice = .unkept(state) }
    }

    private func makeKeys(
        _ vault: [UInt8], _ first: borrowing Unlocking, _ cost: PassphraseCost,
        _ recovery: borrowing Key<Root>
    ) throws(LedgerError) -> (Keys, [Slot]) {
        try opening(.slot) { () throws(SecretsError) in
            let key = try Key<Root>()
            let slot =
                switch first {
                case .passphrase(let text): try Slot.wrapping(key, of: vault, passphrase: text, cost: cost)
                case .keyFile(let bytes):
                    try Slot.wrapping(
                        key, of: vault, secret: try Key(SecretBytes(prefix: bytes.count, of: bytes)),
                        kind: .keyFile)
                }
            let second = try Slot.wrapping(key, of: vault, secret: recovery, kind: .recovery)
            return (try Keys(vault: vault, key: key), [slot, second])
        }
    }

    /// Whether some slot opens with a passphrase, so that asking for one makes sense.
    package func takesPassphrase() throws(LedgerError) -> Bool {
        try explaining { () throws(LedgerError) in
            let (connection, _) = try connect()
            return try Slots(in: connection, of: try connection.vaultID()).all().contains {
                $0.kind == .passphrase
            }
        }
    }

    /// Opens the vault with the first slot that takes what is given.
    package func open(_ unlocking: borrowing Unlocking) throws(LedgerError) -> any UnlockedVault {
        let (connection, files, keys) = try explaining { () throws(LedgerError) in
            let (connection, files) = try connect()
            let vault = try connection.vaultID()
            let key = try unlock(Slots(in: connection, of: vault).all(), of: vault, with: unlocking)
            let keys = try opening(.keys) { () throws(SecretsError) in try Keys(vault: vault, key: key) }
            return (connection, files, keys)
        }
        return try open(connection, files, keys)
    }

    /// Opens the vault with keys that came from another process.
    package func open(with keyring: borrowing SecretBytes) throws(LedgerError) -> any UnlockedVault {
        let keys = try opening(.keys) { () throws(SecretsError) in try Keys(ring: keyring) }
        let (connection, files) = try explaining { () throws(LedgerError) in
            let (connection, files) = try connect()
            guard try connection.vaultID() == keys.vault else { throw LedgerError(.wrongKey, .vault) }
            return (connection, files)
        }
        return try open(connection, files, keys)
    }

    /// Runs what needs no key yet; a failure that comes of the log alone is told as such.
    private func explaining<R>(_ body: () throws(LedgerError) -> R) throws(LedgerError) -> R {
        do throws(LedgerError) { return try body() } catch {
            guard let files = try? VaultFiles(at: path) else { throw error }
            throw files.explained(error)
        }
    }

    private func open(
        _ connection: Connection, _ files: VaultFiles, _ keys: Keys
    ) throws(LedgerError) -> any UnlockedVault {
        let opened = try OpenVault(
            connection, keys, counter: try counter(of: keys.vault), claims: try Claims(beside: files.vault),
            files: files)
        try opened.verifySlots()
        return opened
    }

    /// The highest counter seen of a vault, kept outside of it in a folder that is this user's.
    func counter(of vault: [UInt8]) throws(LedgerError) -> Counter {
        do throws(LedgerError) {
            try Ownership.requireSafe(state)
        } catch  where error.code != .sharedFolder && error.code != .foreignOwner {
            throw LedgerError(.uncounted, .folder).at(state)
        }
        return Counter(folder: state, vault: vault)
    }

    private func connect() throws(LedgerError) -> (Connection, VaultFiles) {
        let files = try VaultFiles(at: path)
        try files.requireSafe()
        let connection = try Connection(path: files.vault)
        try Schema.check(connection)
        try connection.writeAhead()
        try beginCounting(of: try connection.vaultID())
        return (connection, files)
    }

    /// Makes the counter's file where there is none, and takes note of what keeps an older copy from being noticed.
    private func beginCounting(of vault: [UInt8]) throws(LedgerError) {
        let counter = try counter(of: vault)
        if try counter.read() == nil {
            notice = counter.raise(to: 0) ? .firstSeen : .unkept(state)
        } else if !counter.isWritable {
            notice = .unkept(counter.path)
        }
    }
}
