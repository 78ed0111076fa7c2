internal import CPlatform
internal import Glibc
internal import Secrets

/// Where a text with token strings goes: a regular file is replaced whole or not at all, 0600 and this user's; a device, a pipe and a
/// descriptor of this process are written into. Links are followed.
///
/// What takes the place of a file has no name before it is complete, so that nobody finds a token string in one that was given up.
package final class OutputFile {
    /// Where to write.
    package let descriptor: Int32
    /// Whether the text replaces a file, which stays as it was until `finish`.
    package var isReplacing: Bool { target != nil }

    private let target: (folder: Int32, name: String)?
    /// The name that the file has until it takes its own; `nil` while it has none.
    private var draft: String?

    /// Opens a place by its path. Throws `unwritable` with errno.
    package convenience init(_ path: String) throws(HandOutError) { try self.init(path, canBeUnnamed: true) }

    /// Without an unnamed file, as on a file system that has none, a draft has a name from the beginning.
    init(_ path: String, canBeUnnamed: Bool) throws(HandOutError) {
        switch try OutputPath(path) {
        case .descriptor(let number):
            (target, descriptor) = (nil, try OutputFile.opened(fcntl(number, F_DUPFD_CLOEXEC, 3)))
        case .special(let path):
            (target, descriptor) = (
                nil, try OutputFile.opened(unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY))
            )
        case .file(let path, let name):
            let folder = try OutputFile.opened(unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
            do throws(HandOutError) {
                Drafts.removeAbandoned(of: name, in: folder)
                (descriptor, draft) = try OutputFile.draft(of: name, in: folder, canBeUnnamed)
            } catch {
                close(folder)
                throw error
            }
            target = (folder, name)
        }
    }

    /// A new file beside the one that it will replace, and its name, if it has one.
    private static func draft(
        of name: String, in folder: Int32, _ canBeUnnamed: Bool
    ) throws(HandOutError) -> (Int32, String?) {
        let unnamed = canBeUnnamed ? lockstep_unnamed_file(folder) : -1
        let draft = unnamed >= 0 ? nil : Drafts.name(for: name)
        let named = draft.map { unsafe openat(folder, $0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        let file = try opened(named ?? unnamed)
        // Says to other runs that this draft is not abandoned.
        _ = flock(file, LOCK_EX | LOCK_NB)
        return (file, draft)
    }

    private static func opened(_ descriptor: Int32) throws(HandOutError) -> Int32 {
        guard descriptor >= 0 else { throw .unwritable(errno) }
        return descriptor
    }

    deinit {
        close(descriptor)
        guard let target else { return }
        if let draft { unsafe unlinkat(target.folder, draft, 0) }
        close(target.folder)
    }

    /// Gives what was written its name, durably. Throws `unwritable` when the file is as it was, `notDurable` when it was replaced and
    /// the folder could not be synced.
    package func finish() throws(HandOutError) {
        guard let target else { return }
        guard fsync(descriptor) == 0 else { throw .unwritable(errno) }
        if try !takesFreeName(target.folder, target.name), let name = draft {
            guard unsafe renameat(target.folder, name, target.folder, target.name) == 0 else {
                throw .unwritable(errno)
            }
            draft = nil
        }
        // Some file systems sync no folders, and say so.
        guard fsync(target.folder) == 0 || errno == EINVAL else { throw .notDurable(errno) }
    }

    /// Gives an unnamed file its own name where that is free, and a draft's otherwise, for it to be replaced from there.
    private func takesFreeName(_ folder: Int32, _ name: String) throws(HandOutError) -> Bool {
        guard draft == nil else { return false }
        let failed = unsafe lockstep_name_file(descriptor, folder, name)
        guard failed != 0 else { return true }
        guard failed == EEXIST else { throw .unwritable(failed) }
        let second = Drafts.name(for: name)
        let failure = unsafe lockstep_name_file(descriptor, folder, second)
        guard failure == 0 else { throw .unwritable(failure) }
        draft = second
        return false
    }
}

/// Files that are to take the place of another, beside it: `NAME.new-` and 16 hexadecimal digits.
enum Drafts {
    private static let digits = 16

    static func name(for name: String) -> String { "\(name).new-\(Hex.text(Random.bytes(digits / 2)))" }

    /// Removes the drafts of a name that no process is at: it was killed before it could rename them.
    static func removeAbandoned(of name: String, in folder: Int32) {
        let list = unsafe openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard list >= 0, let entries = unsafe fdopendir(list) else { return }
        defer { unsafe closedir(entries) }
        while let entry = unsafe readdir(entries) {
            let found = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if isDraft(found, of: name), isAbandoned(found, folder) { unsafe unlinkat(folder, found, 0) }
        }
    }

    private static func isDraft(_ found: String, of name: String) -> Bool {
        guard found.hasPrefix("\(name).new-") else { return false }
        let rest = found.utf8.dropFirst(name.utf8.count + 5)
        return rest.count == digits && rest.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func isAbandoned(_ name: String, _ folder: Int32) -> Bool {
        let file = unsafe openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var status = stat()
        return unsafe fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && status.st_uid == geteuid()
            && flock(file, LOCK_EX | LOCK_NB) == 0
    }
}
