internal import Glibc
internal import Platform
internal import Requests
internal import Secrets

/// Secrets that come from files and descriptors, read straight into guarded memory.
enum SecretFile {
    /// The longest passphrase or token string, in bytes.
    static let limit = 4096

    /// A file's content without its line end. A pipe, as in `<(command)`, will do.
    static func text(_ path: String, _ what: String, _ console: Console) throws(Problem) -> SecretBytes {
        let name = "\(what) \(Printable.quoted(path))"
        return try opened(path, name, console) { file throws(Problem) in try text(file, name) }
    }

    /// A descriptor's content to its end, without its line end. No command that is run later inherits it.
    static func text(_ descriptor: Int32, _ what: String) throws(Problem) -> SecretBytes {
        if descriptor > STDERR_FILENO { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        do throws(SecretsError) {
            let text = try SecretBytes(withoutLineEnd: try SecretBytes(readingAll: descriptor, limit: limit))
            guard text.count > 0 else { throw .malformed }
            return text
        } catch .malformed {
            throw Problem(.locked, .empty, "\(what) is empty.", safe: "Nothing was changed.")
        } catch { throw Problem(error, reading: what) }
    }

    /// The 32 bytes of a key file.
    static func key(_ path: String, _ console: Console) throws(Problem) -> SecretBytes {
        let name = "The key file \(Printable.quoted(path))"
        return try opened(path, name, console) { file throws(Problem) in
            do throws(SecretsError) {
                let bytes = try SecretBytes(readingAll: file, limit: size)
                guard bytes.count == size else { throw .malformed }
                return bytes
            } catch .descriptor(let number) {
                throw Problem(.descriptor(number), reading: name)
            } catch {
                throw Problem(
                    .locked, .keyFile, "\(name) does not hold exactly \(size) bytes.",
                    safe: "Nothing was changed.", hint: "Name the file that lockstep init created.")
            }
        }
    }

    /// The length of a key file, in bytes.
    static let size = 32

    /// Makes a key file of fresh random bits, and its folder; throws when there is one.
    static func make(_ path: String, _ undone: String = "No vault was created.") throws(Problem) {
        let folder = Path.folder(of: path)
        do throws(SystemError) {
            if unsafe mkdir(folder, 0o700) == 0 { try Files.syncFolder(of: folder) }
        } catch { throw unwritten(error.number, path, "key file", undone) }
        guard let key = try? SecretBytes(random: size) else {
            throw unwritten(ENOMEM, path, "key file", undone)
        }
        try write(key, to: path, "key file", undone)
    }

    /// Writes a secret to a new file, 0600, durable with its name; throws when there is one.
    static func write(
        _ secret: borrowing SecretBytes, startingWith start: [UInt8] = [], endingWith end: [UInt8] = [],
        to path: String, _ what: String, _ undone: String
    ) throws(Problem) {
        do {
            let file = try Files.make(path)
            do {
                try writeAll(start.span, to: file.number)
                try secret.write(to: file.number)
                try writeAll(end.span, to: file.number)
                try file.sync()
                try Files.syncFolder(of: path)
            } catch {
                _ = unsafe unlink(path)
                throw error
            }
        } catch let error as SystemError {
            throw unwritten(error.number, path, what, undone)
        } catch SecretsError.descriptor(let number) {
            throw unwritten(number, path, what, undone)
        } catch { throw unwritten(EIO, path, what, undone) }
    }

    private static func unwritten(
        _ number: Int32, _ path: String, _ what: String, _ undone: String
    ) -> Problem {
        guard number != EEXIST else {
            return Problem(
                .conflict, .fileExists, "There is a file at \(Printable.quoted(path)) already.",
                safe: "\(undone) The file is unchanged.", hint: "Choose another path.")
        }
        return Problem(
            .unwritable, .keyFile,
            "The \(what) \(Printable.quoted(path)) cannot be created: \(System.error(number)).",
            safe: undone, hint: System.remedy(number))
    }

    private static func opened(
        _ path: String, _ name: String, _ console: Console, _ body: (Int32) throws(Problem) -> SecretBytes
    ) throws(Problem) -> SecretBytes {
        let file: Descriptor
        do throws(SystemError) { file = try Descriptor(opening: path, O_RDONLY) } catch {
            throw Problem(
                .locked, .unreadable, "\(name) cannot be opened: \(error.text).",
                safe: "Nothing was changed.", hint: System.remedy(opening: error.number))
        }
        if let status = try? file.status(), status.kind == .file, !status.isPrivate {
            console.warn(
                Warning(
                    .readableSecret,
                    "\(name.prefix(1).lowercased())\(name.dropFirst()) can be read by others. To restrict "
                        + "it to you: "
                        + "chmod 600 \(Printable.argument(path))"))
        }
        return try body(file.number)
    }
}
