internal import Glibc
internal import Secrets

/// The highest counter of a vault that this machine has seen, in a file outside the vault.
///
/// The file holds the number in decimal digits and a line end. It never knows of a change that is not durable in the
/// vault, since it is written after the commit. Somebody who can write both files can put both back: SECURITY.md.
struct Counter {
    /// The folder for state, such as `$XDG_STATE_HOME/lockstep`.
    let folder: String
    let vault: [UInt8]

    private var path: String { "\(folder)/\(Hex.text(vault)).counter" }

    /// The number in the file; 0 when there is none.
    func newest() -> UInt64 {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        return Counter.read(file)
    }

    /// Raises the number in the file, never lowers it. A place that cannot be written is not worth failing for: the
    /// change itself is durable by now.
    func raise(to counter: UInt64) { write(counter) { $0 < counter } }

    /// Puts another number in the file, a lower one too: the deliberate way on from an older copy.
    func set(to counter: UInt64) { write(counter) { _ in true } }

    private func write(_ counter: UInt64, where fits: (UInt64) -> Bool) {
        FileSystem.makeFolder(folder)
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        guard flock(file, LOCK_EX) == 0, fits(Counter.read(file)) else { return }
        let digits = Array("\(counter)\n".utf8)
        // A shorter number ends with its line end; what a longer one left behind that is not read.
        _ = unsafe pwrite(file, digits, digits.count, 0)
    }

    private static func read(_ file: Int32) -> UInt64 {
        var digits = [UInt8](repeating: 0, count: 24)
        let count = unsafe pread(file, &digits, digits.count, 0)
        let text = String(
            decoding: digits.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return UInt64(text) ?? 0
    }
}
