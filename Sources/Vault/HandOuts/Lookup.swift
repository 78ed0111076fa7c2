internal import Lifecycle
internal import Secrets

/// What a label led to, verified: its record, what was decided for it, and the sealed string. The data key is wiped with it.
final class Lookup {
    /// The most that are kept at a time: each has a page of locked memory.
    static let most = 256
    let record: Record
    let hosts: HostBindings
    /// Where its account logged in.
    private let address: ProviderAddress?
    private let string: SealedString
    /// What was opened and is on its way to those who asked; wiped with the last answer.
    private weak var opened: HandedOut?

    private init(
        _ record: Record, _ hosts: HostBindings, at address: ProviderAddress?,
        _ string: consuming SealedString
    ) {
        (self.record, self.hosts, self.address) = (record, hosts, address)
        self.string = string
    }

    /// Looks a label up; throws `absent` where nothing is handed out under it.
    static func find(
        _ label: Label, generation: UInt32?, in transaction: borrowing Transaction
    ) throws(LedgerError) -> Lookup {
        guard let entry = try transaction.label(label),
            let id = try wanted(generation, of: entry), var stored = try transaction.stored(id),
            let cell = stored.cell
        else { throw LedgerError(.absent, .label) }
        stored.record.grants = entry.grants
        // A damaged account keeps nobody from the tokens: only requests to the provider need it.
        let address = try? transaction.account(stored.record.account).home
        let sealed = try SealedString(
            try transaction.cell(cell), of: stored.owner, transaction.keyring)
        return Lookup(stored.record, entry.hosts ?? HostBindings(), at: address, sealed)
    }

    /// Which token a label names now, and whether that is handed out.
    static func standing(
        of label: Label, in transaction: borrowing Transaction
    ) throws(LedgerError) -> LabelStanding {
        guard let id = try transaction.label(label)?.current, let record = try transaction.stored(id)?.record
        else { return LabelStanding(label, nil) }
        let holder = LabelStanding.Holder(
            record: id, generation: record.generation,
            isHandedOut: record.state == .active || record.state == .retiring)
        return LabelStanding(label, holder)
    }

    private static func wanted(_ generation: UInt32?, of entry: LabelEntry) throws(LedgerError) -> RecordID? {
        guard let generation, let old = entry.retiring.first(where: { $0.generation == generation }) else {
            return entry.current
        }
        return old.record
    }

    /// The token string; one for all that ask for it at once.
    func open() throws(SecretsError) -> HandedOut {
        if let opened { return opened }
        let fresh = HandedOut(try string.open(), for: address, until: record.token.expiry)
        opened = fresh
        return fresh
    }
}
