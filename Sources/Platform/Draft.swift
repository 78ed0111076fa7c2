internal import CPlatform
internal import Glibc

/// A new file, 0600, beside the one whose name it takes when it is complete.
///
/// It has no name before that, where the file system allows it, so that nobody finds a secret in one that was given up. Dropped
/// before that, it is gone.
package struct Draft: ~Copyable {
    /// What kept a complete file from taking its name.
    package enum Failure: Error, Hashable, Sendable {
        /// What is at the path is as it was.
        case unwritable(SystemError)
        /// The file has its name, and a power cut may take that away again.
        case notDurable(SystemError)
    }

    /// Where to write.
    package let file: Descriptor
    private let folder: Descriptor
    private let name: String
    /// The name that the file has until it takes its own; `nil` while it has none.
    package private(set) var interim: String?

    /// Makes a draft of the file at a path. Drafts of the same name that a killed process left are removed.
    package init(of path: String) throws(SystemError) { try self.init(of: path, canBeUnnamed: true) }

    /// Without an unnamed file, as on a file system that has none, a draft has a name from the beginning.
    package init(of path: String, canBeUnnamed: Bool) throws(SystemError) {
        let (place, wanted) = (Path.folder(of: path), Path.name(of: path))
        let folder = try Descriptor(folder: place)
        DraftName.removeAbandoned(of: wanted, in: folder)
        let unnamed = canBeUnnamed ? lockstep_unnamed_file(folder.number) : -1
        let interim = unnamed >= 0 ? nil : DraftName.fresh(for: wanted)
        let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
        let named = interim.map { unsafe openat(folder.number, $0, flags, 0o600) }
        file = try Descriptor(owning: named ?? unnamed)
        self.folder = folder
        (name, self.interim) = (wanted, interim)
        // Says to other runs that this draft is not abandoned. Where locks cannot be had, they cannot be asked for either.
        _ = flock(file.number, LOCK_EX | LOCK_NB)
    }

    /// Goes on with one that another process has begun (`lent`), of the file of that name. Throws `EINVAL` where its interim name is not
    /// one of a draft of that file.
    package init(lent pair: consuming DescriptorPair, name: String, interim: String?) throws(SystemError) {
        guard let file = pair.first.take(), let folder = pair.second.take(),
            interim.map({ DraftName.isDraft($0, of: name) }) ?? true
        else { throw SystemError(EINVAL) }
        self.file = file
        self.folder = folder
        (self.name, self.interim) = (name, interim)
    }

    /// The file and its folder, for another process that completes it. This one removes what is left of it when it is dropped.
    package borrowing func lent() throws(SystemError) -> DescriptorPair {
        DescriptorPair(try Descriptor(copying: file.number), try Descriptor(copying: folder.number))
    }

    deinit {
        if let interim { _ = unsafe unlinkat(folder.number, interim, 0) }
    }

    /// Replaces whatever is at the path, durably.
    package mutating func replace() throws(Failure) {
        do throws(SystemError) {
            try file.sync()
            if try !takeFreeName(), let interim {
                try SystemError.check(unsafe renameat(folder.number, interim, folder.number, name))
                self.interim = nil
            }
        } catch { throw .unwritable(error) }
        // Some file systems sync no folders, and say so.
        guard fsync(folder.number) == 0 || errno == EINVAL else { throw .notDurable(.last) }
    }

    /// Takes the name where it is free, durably; throws `EEXIST` where it is not.
    package mutating func publish() throws(Failure) {
        do throws(SystemError) {
            try file.sync()
            if let interim {
                try SystemError.check(unsafe linkat(folder.number, interim, folder.number, name, 0))
            } else {
                try nameFile(name)
            }
        } catch { throw .unwritable(error) }
        guard fsync(folder.number) == 0 || errno == EINVAL else { throw .notDurable(.last) }
    }

    /// Gives an unnamed file its own name where that is free, and otherwise one for it to be renamed from.
    private mutating func takeFreeName() throws(SystemError) -> Bool {
        guard interim == nil else { return false }
        do throws(SystemError) {
            try nameFile(name)
            return true
        } catch {
            guard error.number == EEXIST else { throw error }
            let second = DraftName.fresh(for: name)
            try nameFile(second)
            interim = second
            return false
        }
    }

    private borrowing func nameFile(_ name: String) throws(SystemError) {
        let failure = unsafe lockstep_name_file(file.number, folder.number, name)
        guard failure == 0 else { throw SystemError(failure) }
    }
}
