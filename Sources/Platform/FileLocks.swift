internal import Glibc

/// Who has locks on a file, as the kernel lists them (proc(5), "/proc/locks").
package enum FileLocks {
    /// The processes that hold a lock on the file at a path, of those that this process may see, in order. None where that cannot be
    /// told: a lock of an open file description names nobody.
    package static func holders(of path: String) -> [Int32] {
        guard let wanted = (try? FileStatus(of: path))?.identity,
            let file = try? Descriptor(opening: "/proc/locks", O_RDONLY),
            let bytes = try? file.firstBytes(1 << 20)
        else { return [] }
        let list = String(decoding: bytes, as: UTF8.self)
        return Set(list.split(separator: "\n").compactMap { holder(in: $0, of: wanted) }).sorted()
    }

    /// `2: POSIX  ADVISORY  READ 26110 fe:00:16229402 128 128`; one that waits has `->` behind its number.
    private static func holder(in line: Substring, of wanted: FileStatus.Identity) -> Int32? {
        let words = line.split(separator: " ")
        guard words.count >= 8, words[1] != "->", let process = Int32(words[4]), process > 0 else {
            return nil
        }
        let file = words[5].split(separator: ":")
        guard file.count == 3, let major = UInt64(file[0], radix: 16), let minor = UInt64(file[1], radix: 16),
            device(major, minor) == wanted.device, UInt64(file[2]) == wanted.inode
        else { return nil }
        return process
    }

    /// One number of the two, as stat(2) has it (makedev(3)).
    private static func device(_ major: UInt64, _ minor: UInt64) -> UInt64 {
        (major & 0xFFF) << 8 | (major & ~0xFFF) << 32 | minor & 0xFF | (minor & ~0xFF) << 12
    }
}
