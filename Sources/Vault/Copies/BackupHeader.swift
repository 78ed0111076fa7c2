internal import Lifecycle
internal import Secrets

/// What a backup begins with; nothing of it is proven: its rows say the same under the vault's keys.
///
/// raw magic (4), u16 version, raw vault (16), u64 counter, i64 time.
struct BackupHeader: Equatable {
    static let magic = Array("LKSB".utf8)
    static let version: UInt16 = 1
    static let size = 38

    let vault: [UInt8]
    /// The number of the change log's newest row.
    let counter: UInt64
    /// When it was taken, by this machine's clock.
    let taken: Instant

    var bytes: [UInt8] {
        var writer = Writer()
        writer.raw(BackupHeader.magic)
        writer.number(BackupHeader.version)
        writer.raw(vault)
        writer.number(counter)
        writer.number(taken.seconds)
        return writer.bytes
    }

    init(vault: [UInt8], counter: UInt64, taken: Instant) {
        (self.vault, self.counter, self.taken) = (vault, counter, taken)
    }

    /// Throws `foreign` for what is no backup, `newer` for one of a later version, `altered` for one that is cut short.
    init(_ bytes: [UInt8]) throws(LedgerError) {
        guard bytes.starts(with: BackupHeader.magic) else { throw LedgerError(.foreign, .backup) }
        var reader = Reader(Array(bytes[BackupHeader.magic.count...]))
        let version: UInt16
        do throws(SecretsError) { version = try reader.number() } catch {
            throw LedgerError(of: error, .backup)
        }
        guard version <= BackupHeader.version else { throw LedgerError(.newer, .backup) }
        guard version > 0 else { throw LedgerError(.altered, .backup) }
        do throws(SecretsError) {
            (vault, counter) = (try reader.raw(16), try reader.number())
            taken = try Instant(from: &reader)
        } catch { throw LedgerError(of: error, .backup) }
    }
}
