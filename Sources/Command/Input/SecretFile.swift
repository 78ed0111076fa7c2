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
        try opened(path, what, console) { file throws(Problem) in try text(file, what) }
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
        try opened(path, "The key file", console) { file throws(Problem) in
            do throws(SecretsError) {
                let bytes = try SecretBytes(readingAll: file, limit: size)
                guard bytes.count == size else { throw .malformed }
                return bytes
            } catch .descriptor(let number) {
                throw Problem(.descriptor(number), reading: "The key file")
            } catch {
                throw Problem(
                    .locked, .keyFile, "The key file does not hold exactly \(size) bytes.",
                    safe: "Nothing was changed.", hint: "Name the file that lockstep init made.")
            }
        }
    }

    /// The length of a key file, in bytes.
    static let size = 32

    /// Makes a key file of fresh random bits, 0600, durable with its name before the vault is; throws when there is one.
    static func make(_ path: String) throws(Problem) {
        do {
            let folder = Path.folder(of: path)
            if unsafe mkdir(folder, 0o700) == 0 { try Files.syncFolder(of: folder) }
            let file = try Files.make(path)
            do {
                try SecretBytes(random: size).write(to: file.number)
                try file.sync()
                try Files.syncFolder(of: path)
            } catch {
                _ = unsafe unlink(path)
                throw error
            }
        } catch let error as SystemError {
            throw unwritten(error.number)
        } catch SecretsError.descriptor(let number) {
            throw unwritten(number)
        } catch { throw unwritten(EIO) }
    }

    private static func unwritten(_ number: Int32) -> Problem {
        Problem(
            .unwritable, .keyFile, "The key file cannot be made: \(System.error(number)).",
            safe: "No vault was made.",
            hint: System.remedy(number))
    }

    private static func opened(
        _ path: String, _ what: String, _ console: Console, _ body: (Int32) throws(Problem) -> SecretBytes
    ) throws(Problem) -> SecretBytes {
        let file: Descriptor
        do throws(SystemError) { file = try Descriptor(opening: path, O_RDONLY) } catch {
            throw Problem(
                .locked, .unreadable, "\(what) \(Printable.quoted(path)) cannot be opened: \(error.text).",
                safe: "Nothing was changed.",
                hint: "Check its path.")
        }
        if let status = try? file.status(), status.kind == .file, !status.isPrivate {
            console.warn(
                Warning(
                    .readableSecret,
                    "\(what.lowercased()) can be read by others; chmod 600 makes it yours alone"))
        }
        return try body(file.number)
    }
}
