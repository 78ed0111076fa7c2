internal import Glibc
internal import Lifecycle
internal import Platform

/// A folder with backups, each under the time at which it was taken: `lockstep-20270131-235959Z.backup`.
struct BackupFolder {
    let path: String

    private static let (before, behind) = ("lockstep-", ".backup")

    /// A name that is free; a second one of the same second has a number.
    func freePath(at time: Instant) -> String {
        let text = BackupFolder.text(of: time)
        for number in 1...99 {
            // So that names are in the order of their times.
            let name = number == 1 ? text : "\(text)_\(number < 10 ? "0" : "")\(number)"
            let place = "\(path)/\(BackupFolder.before)\(name)\(BackupFolder.behind)"
            if Files.isFree(place) { return place }
        }
        return "\(path)/\(BackupFolder.before)\(text)\(BackupFolder.behind)"
    }

    /// The backups of a vault, the newest first: files of such a name that say so themselves.
    func backups(of vault: [UInt8]) throws(LedgerError) -> [(path: String, header: BackupHeader)] {
        let names: [String]
        do throws(SystemError) { names = try Files.names(in: path) } catch {
            throw LedgerError(error).at(path)
        }
        var found: [(path: String, header: BackupHeader)] = []
        for name in names where name.hasPrefix(BackupFolder.before) && name.hasSuffix(BackupFolder.behind) {
            let place = "\(path)/\(name)"
            guard let file = try? Descriptor(opening: place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
                (try? file.status().kind) == .file, let header = try? BackupReader(file).header,
                header.vault == vault
            else { continue }
            found.append((place, header))
        }
        return found.sorted { ($0.header.taken, $0.path) > ($1.header.taken, $1.path) }
    }

    /// Removes the oldest backups of a vault beyond `most`, never the one at `newest`, which is durable by now; returns those that it
    /// has removed.
    func prune(to most: Int, of vault: [UInt8], but newest: String) throws(LedgerError) -> [String] {
        let others = try backups(of: vault).map(\.path).filter { $0 != newest }
        var removed: [String] = []
        for old in others.dropFirst(max(0, most - 1)) {
            guard unsafe unlink(old) == 0 else { throw LedgerError(SystemError.last).at(old) }
            removed.append(old)
        }
        return removed
    }

    private static func text(of time: Instant) -> String {
        let digits = time.rfc3339.filter { $0 != "-" && $0 != ":" && $0 != "Z" }
        return digits.replacing("T", with: "-") + "Z"
    }
}
