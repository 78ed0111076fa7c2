internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// When a sync on this machine last compared every account with its provider: the mark `STATE/VAULT-ID/synced`. It is shown, and nothing
/// is decided by it: what cannot be read counts for nothing.
struct SyncMark {
    private let path: String

    init(in folder: String) { path = "\(folder)/synced" }

    /// The moment; `nil` where none is kept.
    func moment(_ keys: LogKeys) -> Instant? {
        let invalid = LedgerError(.uncounted, .file)
        guard let file = try? MarkFile.open(path, .synced, O_RDONLY, invalid: invalid),
            let mark = try? file.read(keys)
        else { return nil }
        var reader = Reader(mark.body)
        guard let seconds: Int64 = try? reader.number(), (try? reader.zeros()) != nil else { return nil }
        return Instant(seconds: seconds)
    }

    /// Puts a moment in the place of the one before, as far as the folder can be written.
    func keep(_ moment: Instant, _ keys: LogKeys) {
        var writer = Writer()
        writer.number(moment.seconds)
        guard var draft = try? Draft(of: path),
            (try? draft.file.write(MarkFile.fresh(.synced, writer.bytes, after: 0, keys.current))) != nil
        else { return }
        try? draft.replace()
    }
}
