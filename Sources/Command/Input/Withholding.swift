internal import Glibc
internal import Platform
internal import Requests

extension Context {
    /// Takes what unlocks the vault from the command that is about to run, whether it was read here or not: an agent needs none of it.
    /// A descriptor of the same file under another number goes, too, and where it is standard input, nothing is there to read.
    func withholdUnlocking() throws(Problem) {
        let files = [
            options.keyFile, options.passphraseFile, Environment.value("LOCKSTEP_KEY_FILE"),
            Environment.value("LOCKSTEP_PASSPHRASE_FILE"), try? places.privateKey.get(),
        ]
        for file in files.compactMap({ $0 }) + options.shareFiles {
            if let status = try? FileStatus(of: file) { try withhold(status) }
        }
        if let number = options.passphraseDescriptor.flatMap({ Int32($0) }) {
            if let status = try? FileStatus(number) { try withhold(status) }
        }
    }

    private func withhold(_ secret: FileStatus) throws(Problem) {
        // A terminal is read by whom it belongs to, and gives nothing twice.
        guard secret.kind != .characterDevice else { return }
        for descriptor in try System.descriptors() {
            guard (try? FileStatus(descriptor))?.identity == secret.identity else { continue }
            let isDone =
                descriptor > STDERR_FILENO
                ? fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 : System.empty(descriptor)
            guard isDone else { throw .cannotWithhold(errno) }
        }
    }
}

extension System {
    /// The open descriptors of this process.
    fileprivate static func descriptors() throws(Problem) -> [Int32] {
        guard let folder = unsafe opendir("/proc/self/fd") else { throw .cannotWithhold(errno) }
        defer { unsafe closedir(folder) }
        var found: [Int32] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if let number = Int32(name) { found.append(number) }
        }
        return found
    }

    /// Makes a standard descriptor one that has nothing to read and takes all that is written.
    fileprivate static func empty(_ descriptor: Int32) -> Bool {
        guard let null = try? Descriptor(opening: "/dev/null", O_RDWR) else { return false }
        return dup2(null.number, descriptor) == descriptor
    }
}

extension Problem {
    fileprivate static func cannotWithhold(_ number: Int32) -> Problem {
        Problem(
            .unexpected, .notWithheld,
            "What unlocks the vault cannot be kept from the command: \(System.error(number)).",
            safe: "The command was not started.", hint: "Mount /proc, or free some file descriptors.")
    }
}
