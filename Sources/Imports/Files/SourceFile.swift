internal import Glibc
internal import Platform
package import Secrets

/// A text of another tool's, in guarded memory, and the file that it was read from.
package final class SourceText {
    /// Its bytes.
    package let bytes: SecretBytes
    /// Where it was read from, for people.
    package let name: String
    /// The file that it is; `nil` where strings cannot be taken out of it, as of a pipe.
    package let file: SourceFile?
    /// What was found in it.
    package private(set) var findings = Findings()

    /// The longest text, in bytes.
    package static let limit = 256 << 10

    /// Takes what was read elsewhere.
    package init(_ bytes: consuming SecretBytes, name: String) {
        self.bytes = bytes
        (self.name, file) = (name, nil)
    }

    /// Reads a file, or with `-` standard input, to its end. Throws `tooLong`, and `descriptor` with errno.
    package init(reading path: String) throws(SecretsError) {
        name = path
        guard path != "-" else {
            file = nil
            bytes = try SecretBytes(readingAll: STDIN_FILENO, limit: SourceText.limit)
            return
        }
        let opened: Descriptor
        do throws(SystemError) { opened = try Descriptor(opening: path, O_RDONLY | O_NOCTTY) } catch {
            throw SecretsError(error)
        }
        let status: FileStatus
        do throws(SystemError) { status = try opened.status() } catch { throw SecretsError(error) }
        guard status.kind != .folder else { throw .descriptor(EISDIR) }
        file = status.kind == .file ? SourceFile(path: path, status: status) : nil
        bytes = try SecretBytes(readingAll: opened.number, limit: SourceText.limit)
    }

    /// Looks through it.
    package func scan<E: Error>(_ look: (Span<UInt8>) throws(E) -> Findings) throws(E) {
        findings = try bytes.withBytes { (all) throws(E) in try look(all) }
    }

    /// A string that was found, copied within guarded memory.
    package func string(_ found: FoundString) throws(SecretsError) -> SecretBytes {
        try bytes.withBytes { (all) throws(SecretsError) in
            try SecretBytes(copying: all.extracting(found.range))
        }
    }
}

/// A file that was read: which one it was, and how it was then.
package struct SourceFile: Hashable, Sendable {
    /// Its path.
    package let path: String
    let status: FileStatus

    /// Whether others than its owner may read it.
    package var isReadableByOthers: Bool { status.permissions & 0o044 != 0 }
}
