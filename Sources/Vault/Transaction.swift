internal import Lifecycle
internal import Secrets

/// One look at, or one change of, the vault: a snapshot whose every row is checked against the tree.
struct Transaction {
    let connection: Connection
    let keys: Keys
    var head: Head
    /// Labels that were looked up and verified; for hand-outs, which change no row but the log's.
    var lookups: [Label: Lookup]
    private var tree: Tree
    /// The encoded entries for the audit log.
    private var told = Writer()
    private let before: Head

    /// Reads the head; throws `altered` when it does not open, `older` when this machine has seen a newer one.
    init(_ connection: Connection, _ keys: Keys, newest: UInt64) throws(LedgerError) {
        guard
            let sealed = try connection.blob("SELECT head FROM vault WHERE one = 1"),
            let head = try? Head.open(sealed, with: keys)
        else { throw LedgerError(.altered, .head) }
        guard head.counter >= newest else { throw LedgerError(.older, .head) }
        self.init(connection, keys, head)
    }

    /// Starts with a head that is known: that of a new vault, or of the last transaction.
    init(_ connection: Connection, _ keys: Keys, _ head: Head, lookups: [Label: Lookup] = [:]) {
        (self.connection, self.keys, self.head, before) = (connection, keys, head, head)
        self.lookups = lookups
        tree = Tree(connection: connection, keys: keys, root: head.root)
    }

    /// The hash that the tree has for content.
    func hash(_ cell: Cell, _ content: [UInt8]) -> [UInt8] {
        KeyedHash.of([cell.table.rawValue], cell.key, content, with: keys.integrity)
    }

    /// Whether a row is what the tree says; `nil` content means that there is no such row.
    ///
    /// Throws `altered` when the two differ: a row that was changed, put back, deleted or slipped in.
    func verify(_ cell: Cell, _ content: [UInt8]?, in part: LedgerError.Part) throws(LedgerError) {
        guard try tree.hash(of: cell) == content.map({ hash(cell, $0) }) else {
            throw LedgerError(.altered, part)
        }
    }

    /// Every row that the tree has, with its hash.
    func allCells() throws(LedgerError) -> [Cell: [UInt8]] { try tree.all().cells }

    /// Throws `altered` when rows were copied in that nothing reads: nodes that hang on no other, a second `vault`.
    func examineStrays() throws(LedgerError) {
        guard try tree.all().strays == 0, try connection.number("SELECT count(*) FROM vault") == 1 else {
            throw LedgerError(.altered, .stray)
        }
    }

    /// Tells the tree of a row's new content, or that it is gone.
    mutating func note(_ cell: Cell, _ content: [UInt8]?) throws(LedgerError) {
        try tree.set(cell, to: content.map { hash(cell, $0) })
        head.root = tree.root
    }

    /// Adds an entry to what this transaction tells the audit log.
    mutating func append(_ entry: AuditEntry) { entry.encode(to: &told) }

    /// Appends what was told as one row, and lengthens the chain.
    private mutating func appendTold() throws(LedgerError) {
        guard !told.bytes.isEmpty else { return }
        let sealed = try AuditLog.seal(told.bytes, sequence: head.rows, keys: keys)
        do throws(LedgerError) {
            try connection.run(
                "INSERT INTO audit (sequence, entry) VALUES (?, ?)", .integer(Int64(head.rows)), .blob(sealed)
            )
        } catch  where error.code == .altered {
            // A row that was slipped in is in the way.
            throw LedgerError(.altered, .audit)
        }
        head.link = AuditLog.link(after: head.link, sequence: head.rows, sealed: sealed, keys: keys)
        head.rows += 1
    }

    /// Writes the log's row, and the head, if anything changed; its counter rises by one, so that no older copy passes for this one.
    mutating func finish() throws(LedgerError) {
        try appendTold()
        guard head != before else { return }
        head.counter += 1
        let sealed: [UInt8]
        do { sealed = try head.sealed(with: keys) } catch { throw LedgerError(error) }
        try connection.run("UPDATE vault SET head = ? WHERE one = 1", .blob(sealed))
    }
}

extension LedgerError {
    /// What a failure of the cryptography means to the vault.
    init(_ error: SecretsError, _ part: LedgerError.Part = .unspecified) {
        switch error {
        case .authentication, .malformed, .parameters, .tooLong: self.init(.altered, part)
        case .later: self.init(.newer, part)
        case .memory, .descriptor: self.init(.failed, .memory)
        }
    }
}

/// Runs work of the Secrets room; what fails there means that the named place of the vault was altered.
func opening<R: ~Copyable>(
    _ part: LedgerError.Part, _ body: () throws(SecretsError) -> R
) throws(LedgerError) -> R {
    do throws(SecretsError) { return try body() } catch { throw LedgerError(error, part) }
}
