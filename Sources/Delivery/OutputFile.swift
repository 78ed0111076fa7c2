internal import Glibc
internal import Platform

/// Where a text with token strings goes: a regular file is replaced whole or not at all, 0600 and this user's; a device, a pipe and a
/// descriptor of this process are written into. Links are followed.
package final class OutputFile {
    /// Where to write.
    package let descriptor: Int32
    /// Whether the text replaces a file, which stays as it was until `finish`.
    package let isReplacing: Bool

    /// What is written into; `nil` where a file is replaced.
    private let opened: Descriptor?
    private var draft: Draft?

    /// Opens a place by its path. Throws `unwritable` with errno.
    package init(_ path: String) throws(HandOutError) {
        let target = try OutputPath(path)
        do throws(SystemError) {
            if case .file(let path) = target {
                let draft = try Draft(of: path)
                (descriptor, isReplacing) = (draft.file.number, true)
                opened = nil
                self.draft = consume draft
            } else {
                let opened = try OutputFile.opened(target)
                (descriptor, isReplacing) = (opened.number, false)
                self.opened = consume opened
            }
        } catch { throw .unwritable(error.number) }
    }

    private static func opened(_ target: OutputPath) throws(SystemError) -> Descriptor {
        switch target {
        case .descriptor(let number): try Descriptor(copying: number)
        case .special(let path), .file(let path): try Descriptor(opening: path, O_WRONLY | O_NOCTTY)
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
    }
}
