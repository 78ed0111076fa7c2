import Glibc
import Lifecycle
import Platform
import Secrets
import TestSupport

@testable import Vault

/// The reading logs of one machine, in a folder of its own.
final class ReadingsFixture {
    let temporary = TemporaryFolder()
    let vault = [UInt8](repeating: 7, count: 16)
    let keys: LogKeys
    var folder: ReadingFolder

    init(limits: ReadingLimits = ReadingLimits()) throws {
        keys = try ReadingsFixture.keys(vault, epochs: 1)
        folder = ReadingFolder(in: temporary.path, host: [UInt8](repeating: 9, count: 16))
        folder.limits = limits
    }

    /// The keys of a vault in its epoch of a number, and of all before it.
    static func keys(_ vault: [UInt8], epochs: UInt32) throws -> LogKeys {
        var made: [UInt32: LogEpochKeys] = [:]
        for epoch in 1...epochs {
            let bytes = [UInt8](repeating: UInt8(epoch), count: 32)
            made[epoch] = try LogEpochKeys(epoch: epoch, root: Key(SecretBytes(copying: bytes.span)))
        }
        let all = made
        guard let current = all[epochs] else { throw SystemError(EINVAL) }
        return LogKeys(vault: vault, current: current) { all[$0] }
    }

    func open() -> FileReadingLog { FileReadingLog(in: folder, keys) }

    /// A hand-out at a time.
    static func entry(
        _ label: String, _ time: Int64 = 1, generation: UInt32 = 1, by executable: String = "/bin/a"
    )
        -> AuditEntry
    {
        AuditEntry(
            .handedOut, time: Instant(seconds: time), label: label, generation: generation, detail: "get",
            caller: Caller(pid: 1, user: 1000, executable: executable, unit: "u.service"))
    }

    /// A copy of all files as they are now, without one: what a power cut may leave of a process that goes on.
    func copy(without path: String = "", _ body: (ReadingsFixture) throws -> Void) throws {
        let copy = try ReadingsFixture(limits: folder.limits)
        try copy.folder.make()
        for name in names where "\(folder.path)/\(name)" != path {
            TemporaryFolder.write(
                TemporaryFolder.bytes(of: "\(folder.path)/\(name)"), to: "\(copy.folder.path)/\(name)")
        }
        try body(copy)
    }

    /// Writes so many batches of one entry, and makes them durable.
    func fill(_ count: Int, from first: Int = 1) throws {
        let log = open()
        for number in first..<first + count { try log.append([Self.entry("ci", Int64(number))]) }
        try log.sync()
    }

    var names: [String] { TemporaryFolder.names(in: folder.path) }
    func path(_ ending: String) -> String {
        "\(folder.path)/\(names.first { $0.hasSuffix(ending) } ?? "nothing\(ending)")"
    }
    var log: String { path(".log") }
    var end: String { path(".end") }

    /// The times of all entries, newest first.
    func times() throws -> [Int64] {
        var (cursor, times) = (try open().entries(), [Int64]())
        while let entry = try cursor.next() { times.append(entry.time.seconds) }
        return times
    }

    func findings(_ anchors: [ReadingAnchor] = []) throws -> [ReadingVerdict.Finding.Kind] {
        try open().verify(against: anchors).findings.map(\.kind)
    }

    /// Changes the bytes of a file.
    static func change(_ path: String, _ body: (inout [UInt8]) -> Void) {
        var bytes = TemporaryFolder.bytes(of: path)
        body(&bytes)
        TemporaryFolder.write(bytes, to: path)
    }

    /// Where each frame of a log file begins, and the length of the file.
    static func frames(_ path: String) -> [Int] {
        let bytes = TemporaryFolder.bytes(of: path)
        var (starts, place) = ([Int](), 0)
        while place + 4 <= bytes.count {
            starts.append(place)
            place += 8 + Int(bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) })
        }
        return starts + [bytes.count]
    }
}

extension FileReadingLog {
    /// Appends entries once each.
    func append(_ entries: [AuditEntry]) throws(LedgerError) {
        try append(entries.map { RepeatedEntry(entry: $0) })
    }
}
