package import Secrets

/// The unlocked vault, as who takes deposits in sees it.
package protocol DepositLedger: AnyObject {
    /// What a depositor needs to know to seal to this vault as it is now.
    func ticket(for account: Account) throws(LedgerError) -> DepositTicket
    /// How many deposits lie beside the vault that were written since a moment; with `nil`, how many in all, up to what is looked at at one
    /// time.
    func countDeposits(since moment: Instant?) -> Int
    /// Looks at the deposits that lie beside the vault, one after the other, each held for this process meanwhile; `body` says whether it
    /// is done with: then it is wiped and removed.
    func eachDeposit(_ body: (inout FoundDeposit) -> Bool) throws(LedgerError)
}

/// A depositor's own ledger: it has one creation, whose state is a file that is sealed to the vault.
package protocol DepositWriting: Ledger {
    /// Where the deposit is.
    var path: String { get }
    /// The nonce of the one creation, which is the deposit's own.
    var nonce: Nonce { get }
}

/// A deposit as it lies beside the vault.
package struct FoundDeposit: ~Copyable {
    /// Its file.
    package let path: String
    /// What is sealed in it, once its signature was verified; or why that is not known.
    package let content: Result<DepositContent, DepositFlaw>
    /// The token string, where there is one.
    package var string: SecretBytes?

    /// Joins them.
    package init(
        at path: String, _ content: Result<DepositContent, DepositFlaw>, string: consuming SecretBytes? = nil
    ) {
        (self.path, self.content) = (path, content)
        self.string = string
    }
}

/// How far a depositor has come.
package struct DepositContent: Hashable, Sendable {
    /// Which deposit it is.
    package let id: OperationID
    /// The key that it was signed with.
    package let depositor: [UInt8]
    /// The creation as its journal has it; `nil` once it is over.
    package let entry: JournalEntry?
    /// The record, once the token string is there.
    package let record: Record?

    /// Joins them.
    package init(_ id: OperationID, by depositor: [UInt8], _ entry: JournalEntry?, _ record: Record?) {
        self.id = id
        (self.depositor, self.entry, self.record) = (depositor, entry, record)
    }

    /// The nonce that its creation has, and no other: what carries a nonce at the provider is removed on a depositor's word, so nobody
    /// may name another's.
    package var nonce: Nonce { DepositContent.nonce(of: id, by: depositor) }

    /// The nonce of a deposit by whoever has a key: BLAKE2b-128 of both.
    package static func nonce(of id: OperationID, by key: [UInt8]) -> Nonce {
        Nonce(Checksum.of(encoded: Array("lockstep deposit nonce".utf8) + id.bytes + key)) ?? .zero
    }
}
