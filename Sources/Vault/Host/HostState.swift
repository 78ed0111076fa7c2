internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// What this machine has seen of a vault, in a file outside of it: `STATE/VAULT-ID/state`.
///
/// It is written after the commit, so it is never ahead of the vault. Somebody who can write both files can put both back:
/// SECURITY.md.
struct HostState {
    /// What the machine knows of the vault.
    enum Seen: Hashable {
        /// Nothing.
        case never
        /// The counter that version 1 kept: the vault must not be below it.
        case counter(UInt64)
        case mark(HostMark)
    }

    /// The folder for the state of all vaults, such as `$XDG_STATE_HOME/lockstep`.
    let root: String
    let vault: [UInt8]

    /// The folder of this vault.
    var folder: String { "\(root)/\(Hex.text(vault))" }
    var path: String { "\(folder)/state" }
    private var former: FormerCounter { FormerCounter(path: "\(folder).counter") }
    private var invalid: LedgerError { LedgerError(.uncounted, .counter) }

    /// Throws unless the folders are this user's alone.
    func requireSafe() throws(LedgerError) {
        for place in [root, folder] {
            do throws(LedgerError) { try Ownership.requireSafe(place) } catch
                where error.code != .sharedFolder && error.code != .foreignOwner
            {
                throw LedgerError(.uncounted, .folder).at(place)
            }
        }
    }

    /// What was seen. Throws `uncounted` for anything but a valid mark, since an older copy would pass otherwise.
    func load(_ keys: LogKeys) throws(LedgerError) -> Seen {
        try requireFolder()
        guard let file = try MarkFile.open(path, .state, O_RDONLY, invalid: invalid) else {
            return try former.read().map(Seen.counter) ?? .never
        }
        return .mark(try mark(in: file, keys).mark)
    }

    /// Whether there is anything, as far as that can be told without a key. Throws what `requireSafe` does, and `uncounted` for what
    /// cannot be a mark.
    func isKnown() throws(LedgerError) -> Bool {
        try requireSafe()
        try requireFolder()
        guard let file = try MarkFile.open(path, .state, O_RDONLY, invalid: invalid) else {
            return try former.read() != nil
        }
        guard file.looksLikeMark else { throw invalid.at(path) }
        return true
    }

    /// Whether the mark can be raised; where there is none yet, whether it can be made.
    var isWritable: Bool {
        unsafe faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0
    }

    /// Throws where something else is in the folder's place, or the folder cannot be looked into.
    private func requireFolder() throws(LedgerError) {
        for (place, isLinkAllowed) in [(root, true), (folder, false)] {
            guard try isThere(place, isLinkAllowed) else { return }
        }
    }

    private func isThere(_ place: String, _ isLinkAllowed: Bool) throws(LedgerError) -> Bool {
        do throws(SystemError) {
            let status = isLinkAllowed ? try FileStatus(of: place) : try FileStatus(at: place)
            guard status.kind == .folder, unsafe faccessat(AT_FDCWD, place, X_OK, AT_EACCESS) == 0 else {
                throw SystemError(ENOTDIR)
            }
            return true
        } catch {
            guard error.number == ENOENT else { throw LedgerError(.uncounted, .folder).at(place) }
            // A link to nothing is something; a folder may have been made just now, by another process.
            guard let now = try? FileStatus(at: place) else { return false }
            guard now.kind == .folder else { throw LedgerError(.uncounted, .folder).at(place) }
            return true
        }
    }

    private func mark(in file: MarkFile, _ keys: LogKeys) throws(LedgerError) -> (
        mark: HostMark, sequence: UInt64
    ) {
        let read = try file.read(keys)
        guard let mark = try? HostMark(read) else { throw invalid.at(path) }
        return (mark, read.sequence)
    }
}

// MARK: Writing

extension HostState {
    /// Notes a state of the vault: the counter, the value of the change row at it, and the vault's file. Never lowers the counter.
    /// `false` when it cannot be kept, which is not worth failing for: the change itself is durable by now. What another process has
    /// locked for `patience` milliseconds, as one that was stopped in the middle, is left to the next opening, and is no failure.
    @discardableResult
    func raise(
        to counter: UInt64, row value: [UInt8], of file: FileStatus.Identity, _ keys: LogKeys,
        patience: Int = 1000
    ) -> Bool {
        guard makeFolder() else { return false }
        let opened: MarkFile?
        do throws(LedgerError) { opened = try MarkFile.open(path, .state, O_RDWR, invalid: invalid) } catch {
            return false
        }
        guard let found = opened else { return begin(counter, value, file, keys) }
        do {
            // Most who open the vault have nothing to write, and need no lock.
            guard raised(try mark(in: found, keys).mark, counter, value, file, keys) != nil else {
                return true
            }
            guard try found.file.lock(until: Deadline(milliseconds: patience)) else { return true }
            let known = try mark(in: found, keys)
            guard let mark = raised(known.mark, counter, value, file, keys) else { return true }
            return found.write(mark.body, after: known.sequence, keys.current)
        } catch { return false }
    }

    /// What is to be written over a mark; `nil` where that says as much.
    private func raised(
        _ known: HostMark, _ counter: UInt64, _ value: [UInt8], _ file: FileStatus.Identity, _ keys: LogKeys
    ) -> HostMark? {
        let mark = mark(known.host, counter, value, file, keys)
        return counter > known.counter || isMoved(mark, known, value, keys) ? mark : nil
    }

    /// Whether it is the same state in another file, or under another epoch's keys.
    private func isMoved(_ mark: HostMark, _ known: HostMark, _ value: [UInt8], _ keys: LogKeys) -> Bool {
        mark.counter == known.counter && mark != known && known.isRow(value, keys)
    }

    /// Puts a mark in the place of whatever is there, a lower one too: the deliberate way on from an older copy.
    func set(to counter: UInt64, row value: [UInt8], of file: FileStatus.Identity, _ keys: LogKeys) -> Bool {
        guard makeFolder() else { return false }
        var (host, sequence) = (Random.bytes(16), UInt64(0))
        if let found = try? MarkFile.open(path, .state, O_RDONLY, invalid: invalid),
            let known = try? mark(in: found, keys)
        {
            (host, sequence) = (known.mark.host, known.sequence)
        }
        do {
            var draft = try draft(of: mark(host, counter, value, file, keys), after: sequence, keys)
            try draft.replace()
            return true
        } catch { return false }
    }

    /// Makes the file. Another process may do so at the same time: the higher counter stays.
    private func begin(
        _ counter: UInt64, _ value: [UInt8], _ file: FileStatus.Identity, _ keys: LogKeys
    ) -> Bool {
        let mark = mark(Random.bytes(16), counter, value, file, keys)
        guard var draft = try? draft(of: mark, after: 0, keys) else { return false }
        do throws(Draft.Failure) {
            try draft.publish()
            return true
        } catch {
            return error == .unwritable(SystemError(EEXIST)) && raise(to: counter, row: value, of: file, keys)
        }
    }

    private func mark(
        _ host: [UInt8], _ counter: UInt64, _ value: [UInt8], _ file: FileStatus.Identity, _ keys: LogKeys
    ) -> HostMark {
        HostMark(
            host: host, counter: counter, row: HostMark.hash(value, keys.current), file: file,
            epoch: keys.current.epoch)
    }

    private func draft(
        of mark: HostMark, after sequence: UInt64, _ keys: LogKeys
    ) throws(SystemError) -> Draft {
        let draft = try Draft(of: path)
        try draft.file.write(MarkFile.fresh(.state, mark.body, after: sequence, keys.current))
        return draft
    }

    private func makeFolder() -> Bool {
        guard (try? requireFolder()) != nil else { return false }
        return (try? Files.makeFolder(folder)) != nil
    }
}
