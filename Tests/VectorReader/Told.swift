internal import Lifecycle
internal import Secrets
internal import TestSupport

@testable import Vault

/// What is told of a vault that opened.
final class Told {
    private let vault: OpenVault
    /// What the host knew before the vault was opened.
    private let host: HostState
    private var found: [(String, String)] = []

    init(_ vault: OpenVault, _ host: HostState) { (self.vault, self.host) = (vault, host) }

    /// The vault's id as each door has it that can be read.
    static func vaults(of path: String) -> Set<[UInt8]> {
        guard let connection = try? Connection(path: path, alone: true),
            let files = try? VaultFiles(at: path),
            let store = try? SQLiteRowStore(connection, files)
        else { return [] }
        return Set([Table.first, .second].compactMap { try? Door.vault(in: store.copy(.door, of: $0)) })
    }

    static func word(_ error: LedgerError) -> String {
        switch error.code {
        case .wrongKey: "wrong-key"
        case .logCut: "cut"
        default: "\(error.code)"
        }
    }

    private func say(_ what: String, _ value: String) { found.append((what, value)) }

    private func attempt(_ body: () throws(LedgerError) -> String) -> String {
        do throws(LedgerError) { return try body() } catch { return Told.word(error) }
    }

    func lines() throws(LedgerError) -> [(String, String)] {
        let whole = attempt { () throws(LedgerError) in
            try self.examine()
            let anchors = try vault.verifyChanges().anchors
            if let first = try vault.handOuts.log.kept()?.verify(against: anchors).findings.first {
                throw first.error
            }
            return "yes"
        }
        say("whole", whole)
        let seen = try host.load(vault.keys.logKeys)
        try vault.read { (transaction) throws(LedgerError) in
            try top(transaction, seen)
            do throws(LedgerError) {
                try rows(transaction)
            } catch { say("rows", Told.word(error)) }
        }
        return found
    }

    /// What of a later version is proven to be there and left unread does not count.
    private func examine() throws(LedgerError) {
        try vault.read { (transaction) throws(LedgerError) in
            guard try transaction.slots().row != nil else { throw LedgerError(.altered, .slot) }
            let examiner = Examiner(
                vault.store, vault.keys, transaction.head, isProven: true, found: Examination())
            examiner.run()
            if let first = examiner.found.damages.first(where: { $0.code != .newer || $0.part == .node }) {
                throw first
            }
        }
    }

    private func top(
        _ transaction: borrowing Transaction, _ seen: HostState.Seen
    ) throws(LedgerError) {
        say("counter", "\(transaction.head.counter)")
        for (row, table) in transaction.damagedCopies() {
            say("mend", "\(table == .first ? "first" : "second") \(row.rawValue)")
        }
        let (slots, entrance) = try transaction.slots()
        let damaged = (slots ?? entrance.best.slots).damaged
        if damaged > 0 { say("damaged slots", "\(damaged)") }
        if case .mark(let mark) = seen, mark.counter < transaction.head.first { say("seen", "cannot tell") }
    }

    // MARK: Rows

    private func rows(_ transaction: borrowing Transaction) throws(LedgerError) {
        for (key, _) in try all(.items) {
            try row(.items, key, transaction) { (item) throws(LedgerError) in
                try self.item(key, item, transaction)
            }
        }
        for (key, _) in try all(.labels) {
            try row(.labels, key, transaction) { (row) throws(LedgerError) in
                switch try transaction.nameRow(key, row) {
                case .label(let entry): self.kept("label \(entry.label.text)", entry.others)
                case .accountName(let name): self.kept("label \(name.name.text)", name.others)
                case .other: self.say("passed over", Hex.text(key))
                }
            }
        }
        var operations = 0
        for (key, _) in try all(.operations) {
            try row(.operations, key, transaction) { (row) throws(LedgerError) in
                let plain = try self.vault.keys.openOperation(row, key)
                _ = try OperationKinds.read(JournalEntry(plain))
                operations += 1
            }
        }
        say("operations", "\(operations)")
        changes(transaction)
        readings()
    }

    private func all(_ table: Table) throws(LedgerError) -> [(key: [UInt8], value: [UInt8])] {
        var found: [(key: [UInt8], value: [UInt8])] = []
        try vault.store.scan(table) { (key, value) throws(LedgerError) in
            found.append((key, value))
            return true
        }
        return found
    }

    /// Reads a row of the tree, or says why it is not read.
    private func row(
        _ table: Table, _ key: [UInt8], _ transaction: borrowing Transaction,
        _ body: ([UInt8]) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let before = found.count
        do throws(LedgerError) {
            guard let value = try transaction.read(RowKey(table, key), .item) else { return }
            try body(value)
        } catch {
            found.removeLast(found.count - before)
            say(Told.word(error), Hex.text(key))
        }
    }

    private func item(
        _ key: [UInt8], _ value: [UInt8], _ transaction: borrowing Transaction
    ) throws(LedgerError) {
        let item = try transaction.item(key, value)
        guard let id = RecordID(key) else { throw LedgerError(.altered, .item) }
        switch item.kind {
        case .record: try record(StoredRecord(id: id, item.content), transaction)
        case .account: try account(StoredAccount(id: id, item.content), transaction)
        case .setting:
            let setting = try StoredSetting(item.content)
            say("setting \(setting.name)", Hex.text(setting.value))
        case .deposit, .recipient, nil: say("passed over", Hex.text(key))
        }
    }

    private func record(
        _ stored: StoredRecord, _ transaction: borrowing Transaction
    ) throws(LedgerError) {
        let record = stored.record
        let name = "\(record.label.text) \(record.generation)"
        say("record \(name)", record.state.name)
        if let cell = stored.cell {
            let (owner, id, label) = (stored.owner, record.id, record.label)
            let string = attempt { () throws(LedgerError) in
                guard let entry = try transaction.label(label), entry.names(id) || entry.reserved == id else {
                    throw LedgerError(.altered, .name)
                }
                return String(decoding: try transaction.string(at: cell, of: owner).exposed, as: UTF8.self)
            }
            say("string \(name)", string)
        }
        kept("record \(name)", record.others)
        kept("token of \(name)", record.token.others)
    }

    private func account(
        _ stored: StoredAccount, _ transaction: borrowing Transaction
    ) throws(LedgerError) {
        let account = stored.account
        say("account \(account.name.text)", account.address?.text ?? "no address")
        let (cell, owner) = (stored.cell, StoredAccount.owner(account.id))
        let string = attempt { () throws(LedgerError) in
            String(decoding: try transaction.string(at: cell, of: owner).exposed, as: UTF8.self)
        }
        say("string of account \(account.name.text)", string)
        kept("account \(account.name.text)", account.others)
    }

    private func kept(_ name: String, _ fields: NumberedFields) {
        for number in UInt8.min...UInt8.max {
            guard let value = fields[number] else { continue }
            say("unknown field of \(name)", "0x\(Hex.text([number])) \(Hex.text(value))")
        }
    }

    private func changes(_ transaction: borrowing Transaction) {
        let (store, keys, head) = (vault.store, vault.keys, transaction.head)
        let changes = attempt { () throws(LedgerError) in
            var count = 0
            _ = try ChangeLog(store, keys, head).verify { (_, content) throws(LedgerError) in
                _ = try ChangeRow.entries(in: content)
                _ = try ChangeRow.anchors(in: content)
                count += 1
            }
            return "\(count)"
        }
        say("changes", changes)
        guard let file = store as? SQLiteRowStore, (try? file.connection.hasAudit()) == true else { return }
        let audit = attempt { () throws(LedgerError) in
            guard let log = try FormerLog.log(store, keys, head) else { throw LedgerError(.altered, .audit) }
            var count = 0
            try log.verify { (_) throws(LedgerError) in count += 1 }
            return "\(count)"
        }
        say("audit", audit)
    }

    // MARK: What is outside

    private func readings() {
        if let log = try? vault.handOuts.log.kept(), let contents = try? log.folder.contents() {
            for writer in Set(contents.writers).union(contents.files.keys) {
                say(
                    "readings of \(Hex.text(writer))",
                    attempt { () throws(LedgerError) in try read(writer, log) })
            }
        }
        let path = "\(host.folder)/archive"
        guard TemporaryFolder.names(in: host.folder).contains("archive") else { return }
        let archive = attempt { () throws(LedgerError) in
            guard let file = try? LentFiles(opening: path) else { throw LedgerError(.missing, .file) }
            return "\(try vault.readArchive(file) { _ in }.entries)"
        }
        say("archive", archive)
    }

    /// How many entries a writer's log has.
    private func read(_ writer: [UInt8], _ log: FileReadingLog) throws(LedgerError) -> String {
        let contents = try log.folder.contents()
        guard contents.writers.contains(writer) else { throw LedgerError(.altered, .reading) }
        var verifier = ReadingVerifier(log.folder, log.keys, against: [])
        try verifier.verify(writer)
        if let first = verifier.verdict.findings.first {
            return first.kind == .otherHost ? "another host's" : Told.word(first.error)
        }
        guard let known = try log.folder.known(of: writer, contents, log.keys) else {
            return "just being made"
        }
        var walk = ReadingWalk(log.folder, writer, log.keys, from: known.kept)
        while case .batch = try walk.next() {}
        return "\(verifier.verdict.entries)"
            + (TemporaryFolder.bytes(of: walk.path).count > walk.position.offset ? " torn" : "")
    }
}
