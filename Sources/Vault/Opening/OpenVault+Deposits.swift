internal import Lifecycle
internal import Platform
internal import Secrets

// What others have deposited beside the vault.

extension OpenVault {
    private var deposits: DepositFolder { DepositFolder.beside(place.real) }

    func ticket(for account: Account) throws(LedgerError) -> DepositTicket {
        // The newest keys, whoever has given them to the vault.
        try read { (_) throws(LedgerError) in }
        let epoch = keys.current.epoch
        let pair = try opening(.keys) { () throws(SecretsError) in try keys.deposits(epoch) }
        return DepositTicket(
            vault: keys.vault, epoch: epoch, key: pair.publicKey, account: account.id, address: account.home)
    }

    func countDeposits(since moment: Instant?) -> Int { deposits.count(since: moment) }

    func eachDeposit(_ body: (inout FoundDeposit) -> Bool) throws(LedgerError) {
        let (ids, isCut) = deposits.deposits()
        guard !ids.isEmpty else { return }
        try read { (_) throws(LedgerError) in }
        for id in ids { try look(at: id, body) }
        if isCut { OpenVault.tell(.tooMany, of: deposits.path, body) }
    }

    private func look(
        at id: OperationID, _ body: (inout FoundDeposit) -> Bool
    ) throws(LedgerError) {
        let path = deposits.path(of: id)
        do throws(DepositFlaw) {
            guard let file = try deposits.claim(id) else { return }
            guard try show(id, file, body) else { return }
            do throws(SystemError) { try deposits.remove(id, file) } catch {
                // What was taken in is known, and not taken in again.
                throw .unreadable
            }
        } catch { OpenVault.tell(error, of: path, body) }
    }

    private static func tell(
        _ flaw: DepositFlaw, of path: String, _ body: (inout FoundDeposit) -> Bool
    ) {
        var found = FoundDeposit(at: path, .failure(flaw))
        _ = body(&found)
    }

    private func show(
        _ id: OperationID, _ file: borrowing Descriptor, _ body: (inout FoundDeposit) -> Bool
    ) throws(DepositFlaw) -> Bool {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try file.bytes(limit: DepositFile.limit) } catch {
            throw .unreadable
        }
        let deposit = try DepositFile(bytes, named: id)
        guard deposit.vault == keys.vault else { throw .foreign }
        let opened: OpenedDeposit
        do throws(SecretsError) {
            opened = try OpenedDeposit(keys.deposits(deposit.epoch).open(deposit.sealed))
        } catch {
            switch error {
            case .later: throw .newer
            case .parameters: throw .foreign
            case .authentication: throw .forged
            case .memory: throw .unreadable
            case .malformed, .tooLong, .descriptor: throw .malformed
            }
        }
        let plain = opened.plain
        guard plain.vault == keys.vault, plain.id == id, plain.content.depositor == deposit.depositor else {
            throw .forged
        }
        var found = FoundDeposit(
            at: deposits.path(of: id), .success(plain.content), string: opened.takenString())
        return body(&found)
    }
}

extension Keyring {
    /// The pair that deposits are sealed to: each epoch has its own, and those of earlier ones still open what was sealed to them. Throws
    /// `parameters` where there is no such epoch.
    func deposits(_ epoch: UInt32) throws(SecretsError) -> KeyPair {
        guard let known = epochs.first(where: { $0.number == epoch && epoch > 0 }) else {
            throw .parameters
        }
        return try KeyPair(seed: try known.root.subkey(for: Deposits.self))
    }
}
