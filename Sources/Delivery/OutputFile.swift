internal import Glibc
internal import Platform

/// Where a text with token strings goes: a regular file is replaced whole or not at all; a device, a pipe and a descriptor of this
/// process are written into. Links are followed.
///
/// A file that cannot be replaced, as one that is mounted by itself, is written in place.
package final class OutputFile {
    /// How the text gets to where it goes.
    package enum Way: Hashable, Sendable {
        /// It replaces a file, which stays as it was until `finish`.
        case replacing
        /// A file is emptied and written.
        case inPlace
        /// A device, a pipe or a descriptor.
        case stream
    }

    /// Where to write.
    package let descriptor: Int32
    /// How.
    package let way: Way
    /// Who may read the file once it is written; `nil` for a stream.
    package let mode: UInt32?
    /// What is written into; `nil` where a file is replaced.
    private let opened: Descriptor?
    private var draft: Draft?

    /// Opens a place by its path. A file is 0600 and this user's, whatever it was; with `rights` it keeps what they do not name.
    /// Throws `unwritable` with errno.
    package init(_ path: String, rights: OutputRights? = nil) throws(HandOutError) {
        let target = try OutputPath(path)
        guard case .file(let path) = target else {
            let opened: Descriptor
            do throws(SystemError) { opened = try OutputFile.opened(target) } catch {
                throw .unwritable(error.number)
            }
            (descriptor, way, mode) = (opened.number, .stream, nil)
            self.opened = consume opened
            return
        }
        let former = rights == nil ? nil : try? FileStatus(at: path)
        var wanted = rights
        if let former, let rights { wanted = try rights.over(former, in: Path.folder(of: path)) }
        do throws(SystemError) {
            guard former == nil || !Files.isMountPoint(path) else { throw SystemError(EBUSY) }
            let draft = try Draft(of: path)
            try wanted?.apply(to: draft.file.number)
            (descriptor, way, mode) = (draft.file.number, .replacing, wanted?.mode ?? 0o600)
            opened = nil
            self.draft = consume draft
        } catch {
            guard former != nil, OutputFile.reasons.contains(error.number), let rights,
                let file = try? Descriptor(opening: path, O_WRONLY | O_NOCTTY | O_NOFOLLOW)
            else { throw .unwritable(error.number) }
            do throws(SystemError) { try rights.apply(to: file.number) } catch {
                throw .unwritable(error.number)
            }
            (descriptor, way, mode) = (file.number, .inPlace, (try? file.status())?.permissions)
            opened = consume file
        }
    }

    /// Why a file may not be replaced, or not with its owner, that may be written all the same.
    private static let reasons: Set = [EBUSY, EACCES, EPERM, EROFS]

    private static func opened(_ target: OutputPath) throws(SystemError) -> Descriptor {
        switch target {
        case .descriptor(let number): try Descriptor(copying: number)
        case .special(let path), .file(let path): try Descriptor(opening: path, O_WRONLY | O_NOCTTY)
        }
    }

    /// Empties a file that is written in place; to be called right before the first byte.
    package func begin() throws(HandOutError) {
        guard way == .inPlace else { return }
        do throws(SystemError) { try SystemError.check(ftruncate(descriptor, 0)) } catch {
            throw .unwritable(error.number)
        }
    }

    /// Gives what was written its name, durably. Throws `unwritable` when the file is as it was, `notDurable` when it was replaced and
    /// the folder could not be synced.
    package func finish() throws(HandOutError) {
        do throws(Draft.Failure) { try draft?.replace() } catch {
            switch error {
            case .unwritable(let why): throw .unwritable(why.number)
            case .notDurable(let why): throw .notDurable(why.number)
            }
        }
        guard way != .inPlace || fsync(descriptor) == 0 else { throw .unwritable(errno) }
    }
}
