internal import Lifecycle
internal import Secrets

/// Reads vaults of format 1 and writes nothing; `Docs/VaultFormat1.md` describes the bytes.
///
/// Whoever reads has a transaction open on the connection: every type here belongs to one snapshot of the file.
enum Format1 {
    /// Whether the file is a vault whose format word says 1.
    static func isThere(_ connection: Connection) throws(LedgerError) -> Bool {
        guard try connection.number("PRAGMA application_id") == 0x4C4B_5354 else { return false }
        return try connection.number("PRAGMA user_version") == 1
    }

    /// The vault's id; throws `altered` when there is none.
    static func vaultID(_ connection: Connection) throws(LedgerError) -> [UInt8] {
        guard let id = try connection.blob("SELECT id FROM vault WHERE one = 1"), id.count == 16 else {
            throw LedgerError(.altered, .vault)
        }
        return id
    }

    /// The head's bytes, which change with every commit.
    static func sealedHead(_ connection: Connection) throws(LedgerError) -> [UInt8]? {
        try connection.blob("SELECT head FROM vault WHERE one = 1")
    }

    /// Runs work of the Secrets room; what fails there means that the named part of the vault was altered.
    static func reading<R: ~Copyable>(
        _ part: LedgerError.Part, _ body: () throws(SecretsError) -> R
    ) throws(LedgerError) -> R {
        do throws(SecretsError) { return try body() } catch {
            switch error {
            case .authentication, .malformed, .parameters, .tooLong: throw LedgerError(.altered, part)
            case .later: throw LedgerError(.newer, part)
            case .memory, .descriptor: throw LedgerError(.failed, .memory)
            }
        }
    }
}
