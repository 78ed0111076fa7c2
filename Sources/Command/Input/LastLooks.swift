internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// When this user looked at each vault last, and how far its change log went then: lines of a file in the state folder. It is worth what
/// any file of this user's is: nothing is decided by it.
struct LastLooks {
    /// One of them.
    struct Look: Hashable {
        let place: ChangePlace
        let time: Instant
    }

    private static let (limit, most) = (64 << 10, 32)
    private let folder: String
    private var file: String { folder + "/looked" }

    init(in state: String) { folder = state }

    /// The last one at the vault of a path.
    func last(at vault: String) -> Look? {
        lines.lazy.compactMap { Self.look($0, at: vault) }.first
    }

    /// Remembers that somebody looks; `false` where that cannot be written.
    func keep(_ place: ChangePlace, of vault: String, at time: Instant) -> Bool {
        guard !vault.contains("\n") else { return false }
        let others = lines.filter { Self.look($0, at: vault) == nil }.prefix(LastLooks.most - 1)
        let line = "\(Hex.text(place.vault)) \(place.counter) \(time.seconds) \(vault)"
        let bytes = Array(([line] + others).map { $0 + "\n" }.joined().utf8)
        do throws(SystemError) {
            var draft = try Draft(of: file)
            try draft.file.write(bytes)
            return (try? draft.replace()) != nil
        } catch { return false }
    }

    private var lines: [String] {
        // Nobody waits for what may lie there instead of a file.
        let bytes =
            (try? Descriptor(opening: file, O_RDONLY | O_NONBLOCK).bytes(limit: LastLooks.limit)) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func look(_ line: String, at vault: String) -> Look? {
        let parts = line.split(separator: " ", maxSplits: 3)
        guard parts.count == 4, parts[3] == vault, let id = Hex.bytes(String(parts[0])),
            let counter = UInt64(parts[1]), let seconds = Int64(parts[2])
        else { return nil }
        return Look(place: ChangePlace(vault: id, counter: counter), time: Instant(seconds: seconds))
    }
}
