internal import Lifecycle
internal import Platform
internal import Secrets

// Upkeep: the keys, and the thorough look.

extension OpenVault {
    func keyring() throws(LedgerError) -> SecretBytes {
        try opening(.keys) { () throws(SecretsError) in try keys.passed() }
    }

    var receiptKey: [UInt8] { keys.current.signing.publicKey }

    func examine() throws(LedgerError) {
        try read { (transaction) throws(LedgerError) in try transaction.examine() }
    }
}
