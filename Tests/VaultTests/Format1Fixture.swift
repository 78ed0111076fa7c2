import Lifecycle
import Secrets
import TestSupport

@testable import Vault

/// A copy of one of the vaults in `Format1Vaults`, with what is known of it.
final class Format1Fixture {
    static let names = ["plain", "stopped", "faulty", "early"]

    let folder = TemporaryFolder()
    let expected: Format1Expected
    var path: String { "\(folder.path)/vault.db" }

    init(_ name: String) throws {
        expected = try Format1Expected(of: name)
        TemporaryFolder.write(
            TemporaryFolder.bytes(of: "\(Format1Expected.folder)/\(name)/vault.db"), to: path)
    }

    /// The copy that went another way, for SQL to attach: in the same folder.
    func fork() -> String {
        let path = "\(folder.path)/fork.db"
        TemporaryFolder.write(TemporaryFolder.bytes(of: "\(Format1Expected.folder)/early/fork.db"), to: path)
        return path
    }

    func sql(_ text: String) { Raw.run(text, in: path) }

    /// The vault key, by the recovery key: no test pays for Argon2id that is not about it.
    func key(_ slots: Format1.Slots, _ vault: [UInt8]) throws -> Key<Root> {
        let typed = try SecretBytes(known: expected.unlocking.recovery)
        return try slots.unlock(of: vault, passphrase: typed)
    }

    /// Opens the vault as a program does, in a transaction that lasts as long as the connection.
    func contents(newest: UInt64? = nil) throws -> Format1.Contents {
        let connection = try Connection(path: path)
        try Format1.check(connection)
        try connection.execute("BEGIN")
        let vault = try Format1.vaultID(connection)
        let key = try key(Format1.Slots(in: connection, of: vault), vault)
        let keys = try Format1.Keys(vault: vault, key: key)
        return try Format1.Contents(connection, keys, newest: newest ?? expected.counter)
    }

    /// Everything there is.
    func readAll(newest: UInt64? = nil) throws -> Format1Expected {
        let contents = try contents(newest: newest)
        let found = try Format1Expected(contents, unlocking: expected.unlocking)
        guard !contents.slots.areDamaged else { throw LedgerError(.altered, .slot) }
        guard contents.strayNames == 0 else { throw LedgerError(.altered, .name) }
        return found
    }
}

// SQLite as an attacker has it.

extension Format1Fixture {
    /// The keys of all rows, as SQL writes them.
    func keys(of table: String, _ key: String) -> [String] {
        SQLText.rows("SELECT quote(\(key)) FROM \(table) ORDER BY 1", in: path)
    }

    /// Changes one value of a row in one bit; `false` where there is none.
    func spoil(_ column: String, of table: String, _ key: String, _ row: String) -> Bool {
        let look = "SELECT quote(\(column)) FROM \(table) WHERE \(key) = \(row)"
        guard let value = SQLText.rows(look, in: path).first, value != "NULL", value != "X''" else {
            return false
        }
        var changed = "\(value) + 1000000"
        if value.hasPrefix("X'") {
            // The last digit of a blob.
            let digit = value.dropLast().last == "0" ? "1" : "0"
            changed = value.dropLast(2) + "\(digit)'"
        }
        sql("UPDATE \(table) SET \(column) = \(changed) WHERE \(key) = \(row)")
        return SQLText.rows(look, in: path).first != value
    }
}
