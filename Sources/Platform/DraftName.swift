internal import Glibc

/// Names of files that are to take the place of another, beside it: `NAME.new-` and 16 hexadecimal digits.
package enum DraftName {
    private static let digits = 16

    /// A name that nobody can foresee.
    package static func fresh(for name: String) -> String {
        let number = String(UInt64.random(in: .min ... .max), radix: 16)
        return "\(name).new-\(String(repeating: "0", count: digits - number.utf8.count))\(number)"
    }

    /// Removes the drafts of the file at a path that no process works on, and before each what lies beside it, under its name with one
    /// of `endings`.
    package static func removeAbandoned(of path: String, with endings: [String] = []) {
        guard let folder = try? Descriptor(folder: Path.folder(of: path)) else { return }
        removeAbandoned(of: Path.name(of: path), with: endings, in: folder)
    }

    /// Removes the drafts of a name that no process works on: it was killed before it could rename them.
    static func removeAbandoned(
        of name: String, with endings: [String] = [], in folder: borrowing Descriptor
    ) {
        guard let list = try? Descriptor(opening: ".", in: folder, O_RDONLY | O_DIRECTORY).released(),
            let entries = unsafe fdopendir(list)
        else { return }
        defer { _ = unsafe closedir(entries) }
        while let entry = unsafe readdir(entries) {
            let found = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            guard isDraft(found, of: name), isAbandoned(found, folder) else { continue }
            for ending in endings + [""] { _ = unsafe unlinkat(folder.number, found + ending, 0) }
        }
    }

    /// Whether one is a draft of a file of that name.
    static func isDraft(_ found: String, of name: String) -> Bool {
        guard found.hasPrefix("\(name).new-") else { return false }
        let rest = found.utf8.dropFirst(name.utf8.count + 5)
        return rest.count == digits && rest.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func isAbandoned(_ name: String, _ folder: borrowing Descriptor) -> Bool {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK
        guard let file = try? Descriptor(opening: name, in: folder, flags), let status = try? file.status()
        else { return false }
        return status.kind == .file && status.isOwn && flock(file.number, LOCK_EX | LOCK_NB) == 0
    }
}
