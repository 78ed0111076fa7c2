internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// How large the parts of a reading log get.
struct ReadingLimits: Sendable {
    /// A file is closed at this size, and not before it is four times as large as its summary.
    var file = 16 << 20
    /// A summary follows so many bytes of batches, and not before these are twice as large as the last summary.
    var summary = 64 << 10
    /// The most processes that write at the same time.
    var writers = 256
    /// fdatasync(2).
    var sync: @Sendable (Int32) -> Int32 = { fdatasync($0) }
}

/// The folder with the reading logs of this machine: `STATE/VAULT-ID/readings`.
struct ReadingFolder: Sendable {
    let path: String
    /// This machine's id, of `HostState`.
    let host: [UInt8]
    var limits = ReadingLimits()

    init(in folder: String, host: [UInt8]) { (path, self.host) = ("\(folder)/readings", host) }

    func end(of writer: [UInt8]) -> String { "\(path)/\(Hex.text(writer)).end" }
    func noted(_ writer: [UInt8]) -> String { "\(path)/\(Hex.text(writer)).noted" }
    func log(_ writer: [UInt8], _ file: UInt32) -> String {
        let digits = String(file, radix: 16)
        return
            "\(path)/\(Hex.text(writer))-\(String(repeating: "0", count: max(0, 8 - digits.utf8.count)))\(digits).log"
    }

    /// What there is in the folder.
    struct Contents {
        /// Writers that have an end, sorted.
        var writers: [[UInt8]] = []
        /// The numbers of the log files of each writer, sorted.
        var files: [[UInt8]: [UInt32]] = [:]
        /// Writers whose damage a person was told of.
        var noted: Set<[UInt8]> = []
    }

    /// Lists the folder; nothing where there is none. Throws `altered` where something else is in its place.
    func contents() throws(LedgerError) -> Contents {
        guard try isThere() else { return Contents() }
        let names: [String]
        do throws(SystemError) { names = try Files.names(in: path) } catch {
            if error.number == ENOENT { return Contents() }
            throw [EMFILE, ENFILE].contains(error.number) ? LedgerError(error) : ReadingFault.altered(path)
        }
        var contents = Contents()
        for name in names {
            guard name.utf8.count > 32, let writer = Hex.bytes(String(name.prefix(32))) else { continue }
            let rest = name.dropFirst(32)
            if rest == ".end" { contents.writers.append(writer) }
            if rest == ".noted" { contents.noted.insert(writer) }
            if rest.hasPrefix("-"), rest.hasSuffix(".log"), rest.utf8.count == 13,
                let file = UInt32(rest.dropFirst().prefix(8), radix: 16),
                name == Path.name(of: log(writer, file))
            {
                contents.files[writer, default: []].append(file)
            }
        }
        contents.writers.sort { $0.lexicographicallyPrecedes($1) }
        for writer in contents.files.keys { contents.files[writer]?.sort() }
        return contents
    }

    private func isThere() throws(LedgerError) -> Bool {
        do throws(SystemError) {
            let status = try FileStatus(at: path)
            guard status.kind == .folder, status.isOwn else { throw SystemError(ENOTDIR) }
            return true
        } catch {
            if error.number == ENOENT { return false }
            throw ReadingFault.altered(path)
        }
    }

    /// Makes the folder.
    func make() throws(LedgerError) {
        do throws(SystemError) { try Files.makeFolder(path) } catch {
            throw ReadingFault.unlogged(error, path)
        }
    }

    func isThere(_ writer: [UInt8], _ file: UInt32) -> Bool {
        unsafe faccessat(AT_FDCWD, log(writer, file), F_OK, AT_SYMLINK_NOFOLLOW) == 0
    }
}
