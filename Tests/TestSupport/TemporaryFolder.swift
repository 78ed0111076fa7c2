internal import Glibc
package import Lifecycle
package import Secrets

/// A folder of one test's own, removed with all that is in it when the test lets go of it.
package final class TemporaryFolder {
    /// Its absolute path.
    package let path: String

    /// Makes it, below `TMPDIR`.
    package init() {
        let above = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        path = "\(above)/lockstep-test-\(Hex.text(Random.bytes(8)))"
        unsafe mkdir(path, 0o700)
    }

    deinit { TemporaryFolder.remove(path) }

    /// All bytes of a file; none when there is no such file.
    package static func bytes(of path: String) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = unsafe read(file, &piece, piece.count), count > 0 {
            all += piece.prefix(count)
        }
        return all
    }

    /// Writes a file anew.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { return }
        defer { close(file) }
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes {
                unsafe Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count <= 0 { return }
            done += count
        }
    }

    /// The names in a folder, sorted.
    package static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
                unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a file, or a folder with all that is in it.
    package static func remove(_ path: String) {
        for name in names(in: path) { remove("\(path)/\(name)") }
        if unsafe unlink(path) != 0 { unsafe rmdir(path) }
    }
}

extension Ledger {
    /// The string of a record or an account.
    package func string(of id: RecordID) throws -> SecretBytes {
        let bytes = try credential(of: id).string.exposed
        return try SecretBytes(copying: bytes.span)
    }
}

extension SecretBytes {
    /// A secret whose text a test knows.
    package init(known text: String) throws {
        let bytes = Array(text.utf8)
        try self.init(copying: bytes.span)
    }

    /// The bytes, for comparing in a test. Nothing outside the tests has such a door.
    package var exposed: [UInt8] {
        withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }
}
