internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

extension Format1 {
    /// The file in which format 1 keeps the highest counter that this machine has seen of a vault.
    struct Counter {
        private let folder: String
        let path: String

        /// Takes the folder for state, such as `$XDG_STATE_HOME/lockstep`, and the vault's id.
        init(folder: String, vault: [UInt8]) {
            (self.folder, path) = (folder, "\(folder)/\(Hex.text(vault)).counter")
        }

        /// The number in the file; `nil` when there is none. Throws `uncounted` for anything but a number.
        func read() throws(LedgerError) -> UInt64? {
            let file: Descriptor
            // A FIFO is not waited for, a link not followed.
            do throws(SystemError) {
                file = try Descriptor(opening: path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
            } catch {
                switch error.number {
                case ENOENT: return nil
                case EMFILE, ENFILE: throw LedgerError(.failed, .descriptors)
                case EACCES where unsafe faccessat(AT_FDCWD, folder, X_OK, AT_EACCESS) != 0:
                    throw LedgerError(.uncounted, .folder).at(folder)
                default: throw unreadable
                }
            }
            return try number(in: file)
        }

        private var unreadable: LedgerError { LedgerError(.uncounted, .counter).at(path) }

        private func number(in file: borrowing Descriptor) throws(LedgerError) -> UInt64 {
            guard let status = try? file.status(), status.kind == .file else { throw unreadable }
            try Ownership.requirePrivate(status, path, .counter)
            var bytes = [UInt8](repeating: 0, count: 21)
            let count = unsafe pread(file.number, &bytes, bytes.count, 0)
            // What an earlier version left of a longer number stands behind the line end.
            guard count > 0, let end = bytes[..<count].firstIndex(of: UInt8(ascii: "\n")), end > 0,
                bytes[..<end].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let number = UInt64(String(decoding: bytes[..<end], as: UTF8.self))
            else { throw unreadable }
            return number
        }
    }
}
