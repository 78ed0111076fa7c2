package import Secrets

/// The unlocked vault, as the operations see it.
///
/// Every method is one transaction: it happened whole and durably when it returns, or not at all when it throws.
package protocol Ledger: AnyObject {
    /// All records, tombstones included, by label and generation.
    func records() throws(LedgerError) -> [Record]
    /// One record; `nil` when there is none of that id.
    func record(_ id: RecordID) throws(LedgerError) -> Record?
    /// The record that a label names now; `nil` when the label is free.
    func record(named label: Label) throws(LedgerError) -> Record?
    /// All accounts, by name.
    func accounts() throws(LedgerError) -> [Account]
    /// All operations in the journal, oldest first.
    func operations() throws(LedgerError) -> [OpenOperation]
    /// One operation as the journal has it now; `nil` when it is closed.
    func operation(_ id: OperationID) throws(LedgerError) -> Operation?

    /// The value of a setting; `nil` when there is none. What the bytes mean is said by who sets them.
    func setting(_ name: SettingName) throws(LedgerError) -> [UInt8]?

    /// Takes an operation for this process alone; `false` when another process has it. The end of a process gives
    /// back all it took.
    func claim(_ operation: OperationID) throws(LedgerError) -> Bool
    /// Gives an operation back.
    func release(_ operation: OperationID)

    /// Makes the changes and writes the journal entry (`nil` closes it), in one transaction, synced to disk.
    ///
    /// `string` is the token string that `Change.seal` seals.
    func commit(
        _ operation: OperationID, journal entry: Operation?, changes: [Change], string: borrowing SecretBytes?
    ) throws(LedgerError)

    /// Seals an account with its provisioning token, in the place of one of the same name.
    func seal(_ account: Account, string: borrowing SecretBytes) throws(LedgerError)
    /// Wipes an account; throws `conflict` while records or operations depend on it.
    func wipe(_ account: Account, at time: Instant) throws(LedgerError)

    /// Opens the token string of a record or an account, with the address of the account, for requests to the provider; throws
    /// `absent` when there is none, or none any more.
    func credential(of id: RecordID) throws(LedgerError) -> Credential
    /// Opens token strings for applications; the audit entries are written first, and without them none is given.
    ///
    /// Throws `refused` when a record is not in a state to be handed out, `denied` when no grant lets the caller have it, and
    /// `unchallenged` or `unconfirmed` when the caller has to be challenged, or a person asked, first.
    func handOut(_ labels: [Label], as use: HandOutUse) throws(LedgerError) -> [HandedOut]

    /// Does so for several askers in one transaction; what is wrong with one does not touch the others. Behind a request
    /// that comes back `unconfirmed` or `unchallenged` nothing is done for those of the same queue: they come back so, too.
    ///
    /// The audit entries are safe from the death of any process when this returns, and from a power cut once
    /// `syncHandOuts` has returned. Throws when nothing could be written: then nobody is given anything.
    func handOut(_ asked: [HandOutRequest]) throws(LedgerError) -> [Result<[HandedOut], LedgerError>]
    /// Makes all hand-outs so far durable; cheap when there were none. Waits for a sync that was begun.
    func syncHandOuts() throws(LedgerError)
    /// Begins to do so without waiting for the disk, where something is left to do. Nobody may fork meanwhile.
    func beginSync() -> SyncProgress
    /// Lets other processes empty the log: nothing is asked at the moment.
    func pause()
    /// Forgets what earlier hand-outs left in guarded memory to make later ones quick.
    func rest()

    /// Makes sure that nothing purged is left in the log or the free pages; throws `busy` when readers are in the way.
    func scrub() throws(LedgerError)

    /// The keys that open this vault (`VaultDoor.open(with:)`), for another process of this program.
    func keyring() throws(LedgerError) -> SecretBytes

    /// The public key that verifies the receipts of this vault: 32 bytes, no secret.
    var receiptKey: [UInt8] { get }

    /// The audit log, oldest first, verified from its first entry to its last.
    func audit() throws(LedgerError) -> [AuditEntry]

    /// Reads and checks every row there is, and opens everything; throws `altered` at the first that is not right.
    func examine() throws(LedgerError)
}

/// How far the hand-outs of a ledger are on their way to the disk.
package enum SyncProgress: Sendable {
    /// All of them are durable.
    case durable
    /// All of them are being written; whether that succeeds is known later.
    case begun
    /// Some are not: an earlier sync is not done yet, or has failed. `syncHandOuts` waits, and does it again.
    case behind
}

/// For what, when and for whom a token string is opened.
package struct HandOutUse: Sendable {
    /// The verb: `get`, `run`.
    package var verb: String
    /// When.
    package var time: Instant
    /// Who asked.
    package var caller: Caller
    /// The path of the asker's control group, for the rules that name one; empty when it is not known.
    package var cgroup: String
    /// The generation wanted; `nil` for the present one.
    package var generation: UInt32?
    /// What the rules that name an executable compare with. The one in `caller` is for people to read.
    package var executable = Executable.unasked
    /// Where the asker will send it; `nil` where it does not say.
    package var destination: Destination?
    /// What is done with a token whose expiry has passed by this machine's clock.
    package var expired = Expired.unasked
    /// What a person said to it.
    package var confirmation = Confirmation.unasked

    /// What is done with a token whose expiry has passed.
    package enum Expired: Hashable, Sendable {
        /// Nobody has looked whether the clock is kept right: `perhapsExpired` is thrown, and nothing is noted.
        case unasked
        /// It is handed out: somebody wants it so, or the clock is not known to be right.
        case allowed
        /// It is refused, and the audit log has it.
        case refused

        /// The answer to `unasked`: a clock that nobody keeps must not stop every service.
        package init(by clock: any WallClock) { self = clock.isSynchronised ? .refused : .allowed }
    }

    /// Whether it was proved which program asks.
    package enum Executable: Hashable, Sendable {
        /// No rule wanted to know so far.
        case unasked
        /// The caller was looked at, challenged, and looked at again: this is the path of its executable.
        case proven(String)
        /// It could not be told.
        case unproven
    }

    /// Whether a person was asked, and what came of it.
    package enum Confirmation: Hashable, Sendable {
        case unasked
        case given
        case refused
        /// There is no program that asks.
        case impossible
        /// There are more tokens in the request than a person can be asked about.
        case tooMany
    }

    /// The same after a person was asked, `by` a program or a terminal, which the audit log names.
    package func answered(_ agrees: Bool, by asker: String) -> HandOutUse {
        var use = self
        use.confirmation = agrees ? .given : .refused
        use.verb += agrees ? ", confirmed by \(asker)" : ", refused by \(asker)"
        return use
    }

    /// Describes a use.
    package init(
        verb: String, time: Instant, caller: Caller, cgroup: String = "", generation: UInt32? = nil,
        destination: Destination? = nil
    ) {
        self.destination = destination
        self.verb = verb
        self.time = time
        self.caller = caller
        self.cgroup = cgroup
        self.generation = generation
    }
}

/// What one asker wants: all of it, or nothing. A class, since it is passed on often and never changes.
package final class HandOutRequest: Sendable {
    /// The labels.
    package let labels: [Label]
    /// For what, when, for whom.
    package let use: HandOutUse
    /// Requests of one queue are answered in their order.
    package let queue: Int32

    /// Joins labels, a use, and the queue in which the request stands.
    package init(_ labels: [Label], as use: HandOutUse, queue: Int32 = 0) {
        (self.labels, self.use, self.queue) = (labels, use, queue)
    }

    /// The same at another time.
    package func again(at time: Instant) -> HandOutRequest {
        var use = use
        use.time = time
        return with(use)
    }

    /// The same after a person was asked, `by` a program or a terminal, which the audit log names.
    package func answered(_ agrees: Bool, by asker: String) -> HandOutRequest {
        with(use.answered(agrees, by: asker))
    }

    /// The same after it turned out that nobody can be asked.
    package func unanswered(_ why: HandOutUse.Confirmation) -> HandOutRequest {
        var use = use
        use.confirmation = why
        return with(use)
    }

    /// The same after it was looked at whether the clock is kept right.
    package func with(expired: HandOutUse.Expired) -> HandOutRequest {
        var use = use
        use.expired = expired
        return with(use)
    }

    /// The same for another use.
    package func with(_ use: HandOutUse) -> HandOutRequest { HandOutRequest(labels, as: use, queue: queue) }
}

/// A token string on its way to an application. A class, so that several can stand in one array.
package final class HandedOut {
    /// The token string.
    package let string: SecretBytes
    /// The provider's address that it is for; `nil` where the account's row does not open.
    package let address: ProviderAddress?
    /// When it ceases to be valid.
    package let expiry: Expiry

    /// Takes a token string over.
    package init(_ string: consuming SecretBytes, for address: ProviderAddress?, until expiry: Expiry) {
        self.string = string
        (self.address, self.expiry) = (address, expiry)
    }
}

/// An operation as it was found in the journal.
package struct OpenOperation: Sendable {
    /// Its id.
    package let id: OperationID
    /// Where it stands.
    package let operation: Operation

    /// Joins an id and an operation.
    package init(id: OperationID, operation: Operation) {
        self.id = id
        self.operation = operation
    }
}

/// A change to the vault. All changes of a commit happen together.
package enum Change: Hashable, Sendable {
    /// Takes a free label for a record, which need not exist yet. Throws `conflict` when the label is taken.
    case reserve(Label, for: RecordID)
    /// Gives a label back.
    case release(Label, of: RecordID)
    /// Seals a record and the token string that is in hand.
    case seal(Record)
    /// Moves a record to another state.
    case move(RecordID, to: Record.State)
    /// Gives a record another label, which it has reserved, and the provider's newest description.
    case describe(RecordID, label: Label, token: Token)
    /// Destroys data key and ciphertext, frees the label, and leaves a tombstone with a signed receipt.
    case purge(RecordID, proof: Proof)
    /// Destroys data key and ciphertext and frees the label without any proof: a tombstone with no receipt is left.
    case forget(RecordID, at: Instant)
    /// Changes the rules that say which callers may have a token. Throws `conflict` for a rule too many, `absent` for one that
    /// is not there.
    case permit(RecordID, GrantChange)
    /// Gives a setting a value, or removes it with `nil`; never without an entry in the audit log.
    case set(SettingName, to: [UInt8]?, noting: AuditEntry)
    /// Appends to the audit log.
    case note(AuditEntry)
}

/// What the provider said before a record may be purged.
package struct Proof: Hashable, Sendable {
    /// What the deletion was answered with.
    package enum Deletion: UInt8, Sendable {
        /// 200: the provider says that it deleted the token.
        case deleted = 1
        /// 404: the provider knows no such token.
        case absent = 2
        /// Not asked for: the token was found dead.
        case unasked = 3
    }

    /// The answer to the deletion.
    package var deletion: Deletion
    /// When the token itself was refused.
    package var refused: Instant

    /// Describes a proof.
    package init(deletion: Deletion, refused: Instant) {
        self.deletion = deletion
        self.refused = refused
    }
}

extension Ledger {
    /// The label of the one active token whose string begins so; throws `absent` for none, or several.
    ///
    /// The first 16 characters are no secret: the provider shows them in listings.
    package func label(ofPrefix prefix: String) throws(LedgerError) -> Label {
        let found = try records().filter {
            $0.state == .active && !prefix.isEmpty && $0.token.prefix == prefix
        }
        guard found.count == 1 else { throw LedgerError(.absent, "prefix") }
        return found[0].label
    }
}
