internal import Glibc
internal import Platform

/// The configuration file, which is to be its user's or root's, and writable for nobody else.
enum SettingsFile {
    private static let limit = 64 << 10

    /// Reads it; without a file nothing is set. Throws `usage` for one that others may have written, or that cannot be read.
    static func read(_ path: String) throws(Problem) -> Settings {
        let file: Descriptor
        do throws(SystemError) {
            file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
        } catch {
            guard error.number != ENOENT else { return Settings() }
            throw unusable(path, "cannot be opened: \(error.text)", "Make it readable to you, or remove it.")
        }
        try check(path, try? file.status(), is: .file)
        let folder = Path.folder(of: Path.resolved(path))
        try check(folder, try? FileStatus(of: folder), is: .folder)
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try file.bytes(limit: limit) } catch {
            throw unusable(
                path, "cannot be read: \(error.text)", "It may have up to \(Printable.size(limit)).")
        }
        return try Settings(bytes, of: path)
    }

    private static func check(
        _ path: String, _ status: FileStatus?, is kind: FileStatus.Kind
    ) throws(Problem) {
        guard let status, status.kind == kind else {
            throw unusable(
                path, kind == .file ? "is not a regular file" : "is not a folder",
                "Remove it, or put a file there.")
        }
        guard status.isOwn || status.owner == 0 else {
            throw unusable(path, "belongs to another user (\(status.owner))", "Make it yours, or remove it.")
        }
        guard !status.isSharedForWriting else {
            throw unusable(
                path, "can be written by others",
                "Remove that permission: chmod go-w \(Printable.argument(path))")
        }
    }

    private static func unusable(_ path: String, _ what: String, _ hint: String) -> Problem {
        var problem = Problem.usage(
            "\(Printable.quoted(path)) \(what), so its settings are not used.", hint: hint)
        problem.safe = Settings.safe
        return problem
    }
}
