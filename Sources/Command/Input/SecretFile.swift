internal import Glibc
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
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            let folder = String(path[..<slash])
            if unsafe mkdir(folder, 0o700) == 0 {
                let failure = System.syncFolder(of: folder)
                guard failure == 0 else { throw unwritten(failure) }
            }
        }
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unwritten(errno) }
        defer { close(file) }
        do throws(SecretsError) {
            try SecretBytes(random: size).write(to: file)
            guard fsync(file) == 0 else { throw .descriptor(errno) }
            let failure = System.syncFolder(of: path)
            guard failure == 0 else { throw .descriptor(failure) }
        } catch {
            unsafe unlink(path)
            var number = EIO
            if case .descriptor(let given) = error { number = given }
            throw unwritten(number)
        }
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
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw Problem(
                .locked, .unreadable, "\(what) cannot be opened: \(System.error(errno)).",
                safe: "Nothing was changed.",
                hint: "Check its path.")
        }
        defer { close(file) }
        var status = stat()
        if unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0 {
            console.warn(
                Warning(
                    .readableSecret,
                    "\(what.lowercased()) can be read by others; chmod 600 makes it yours alone"))
        }
        return try body(file)
    }
}
