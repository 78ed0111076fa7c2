package import Lifecycle
internal import Platform
package import Secrets

/// The ledger of who can only deposit. It has one creation and its record; their state is one file, sealed to the vault and signed, which
/// is durable before the provider is asked for anything.
package final class DepositWriter: DepositWriting {
    private let ticket: DepositTicket
    private let key: SigningKey
    private let token: SecretBytes
    private let folder: DepositFolder
    private let step: () -> Void
    private let id = OperationID()
    private(set) var entry: JournalEntry?
    private(set) var record: Record?
    private var string: SecretBytes?
    /// The file as it is now: its lock says that this process is at it.
    private var held: Descriptor?

    /// Takes what a depositor has. `folder` is where deposits are put, `vault` the path that its usual place is beside; `step` is passed
    /// before and after each durable step.
    package init(
        to ticket: DepositTicket, signing key: consuming SigningKey,
        creatingWith token: consuming SecretBytes, in folder: String?, besides vault: String,
        step: @escaping () -> Void
    ) {
        (self.ticket, self.step) = (ticket, step)
        self.key = key
        self.token = token
        let beside = DepositFolder.beside((try? Path.real(vault)) ?? vault)
        self.folder = folder.map { DepositFolder(path: $0) } ?? beside
    }

    /// Where the deposit is.
    package var path: String { folder.path(of: id) }
    /// The nonce of the one creation, which is the deposit's own.
    package var nonce: Nonce { DepositContent.nonce(of: id, by: key.publicKey) }

    package func commit(
        _ operation: OperationID, journal entry: JournalEntry?, changes: [Change],
        string: borrowing SecretBytes?
    ) throws(LedgerError) {
        for change in changes {
            switch change {
            case .seal(let sealed): try take(sealed, string)
            case .describe(_, _, let token): record?.token = token
            case .move(_, let state): record?.state = state
            case .purge, .forget: drop()
            // A label is given by whoever takes the deposit in, and the log is the vault's.
            case .reserve, .release, .note: break
            default: throw LedgerError(.refused)
            }
        }
        self.entry = entry
        let isOver = entry == nil && record == nil
        let bytes = try isOver ? nil : opening(.string) { () throws(SecretsError) in try file().bytes }
        // What nobody would read is not written: the state before stays, and whoever reads that removes the token.
        if let bytes, bytes.count > DepositFile.limit { throw LedgerError(.failed, .string) }
        step()
        do throws(SystemError) { try put(bytes) } catch { throw LedgerError(error).at(path) }
        step()
    }

    private func take(_ sealed: Record, _ string: borrowing SecretBytes?) throws(LedgerError) {
        switch string {
        case .some(let string): self.string = try DepositWriter.copy(string)
        case .none: throw LedgerError(.failed, .string)
        }
        record = sealed
    }

    private func drop() {
        record = nil
        string = nil
    }

    /// Puts the present state in the place of the one before; takes it away where nothing is left.
    private func put(_ bytes: [UInt8]?) throws(SystemError) {
        guard let bytes else {
            if let file = held.take() { try folder.remove(id, file) }
            return
        }
        try Files.makeFolder(folder.path)
        var draft = try Draft(of: path)
        try draft.file.write(bytes)
        do throws(Draft.Failure) { try draft.replace() } catch {
            switch error {
            case .unwritable(let error), .notDurable(let error): throw error
            }
        }
        held = try Descriptor(copying: draft.file.number)
    }

    private func file() throws(SecretsError) -> DepositFile {
        let plain = DepositPlain(
            vault: ticket.vault, content: DepositContent(id, by: key.publicKey, entry, record))
        let secret = try plain.encoded(string)
        return DepositFile(try SealedBox.seal(secret, to: ticket.key), as: id, to: ticket, by: key)
    }

    private static func copy(_ string: borrowing SecretBytes) throws(LedgerError) -> SecretBytes {
        try opening(.string) { () throws(SecretsError) in
            try SecretBytes(prefix: string.count, of: string)
        }
    }

    package func credential(of id: RecordID) throws(LedgerError) -> Credential {
        if id == ticket.account {
            return Credential(try DepositWriter.copy(token), at: ticket.address)
        }
        switch string {
        case .some(let string) where record?.id == id:
            return Credential(try DepositWriter.copy(string), at: ticket.address)
        default: throw LedgerError(.absent, .string)
        }
    }

    /// The one account that it knows, of which it knows the address alone.
    package func accounts() throws(LedgerError) -> [Account] {
        let nobody = Identity(user: "", customer: "", scopes: .only([:]), isRestricted: false)
        return [
            Account(
                id: ticket.account, name: .vault, identity: nobody, token: nil, sealed: Instant(seconds: 0),
                address: ticket.address)
        ]
    }
}
