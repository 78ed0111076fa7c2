internal import Glibc
internal import Platform

/// Notices that the agent's socket was removed, or that another lies in its place: nobody finds this agent any more, so
/// nobody could lock it.
final class PlaceWatch {
    /// How often it is looked at without being told, in milliseconds: a folder further up may have been moved.
    private static let everyTold: Int64 = 60_000
    /// The same where the system tells nothing.
    private static let everyUntold: Int64 = 1000

    /// Readable when something happened in the socket's folder (inotify(7)); -1 where the system has no watch left.
    let descriptor: Int32
    private let watch: Descriptor?
    /// Whether the place is gone.
    private(set) var isGone = false
    private let place: SocketPlace?
    private var looked: Int64 = 0

    /// Watches over a place; `nil` for a socket that has none.
    init(_ place: SocketPlace?) {
        self.place = place
        guard let place, let watch = PlaceWatch.watch(place.folder) else {
            descriptor = -1
            self.watch = nil
            return
        }
        descriptor = watch.number
        self.watch = consume watch
    }

    /// Looks when it is time. Returns the milliseconds until it has to be called again.
    func look(at moment: Int64) -> Int64 {
        guard let place else { return 60_000 }
        let every = descriptor >= 0 ? PlaceWatch.everyTold : PlaceWatch.everyUntold
        if moment - looked >= every {
            looked = moment
            isGone = isGone || !place.isUnchanged
        }
        return max(1, looked + every - moment)
    }

    /// Takes what the system tells. A name that was taken away is gone, whatever has it by now: the number of its inode
    /// may be in use again.
    func take() {
        guard let place else { return }
        let name = Array(place.name.utf8)
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = unsafe read(descriptor, &buffer, buffer.count), count > 0 {
            isGone = isGone || PlaceWatch.names(in: buffer[..<count]).contains(name)
        }
        isGone = isGone || !place.isUnchanged
    }

    private static func watch(_ folder: String) -> Descriptor? {
        guard let watch = try? Descriptor(owning: inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))) else {
            return nil
        }
        let events =
            IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | Int32(IN_ONLYDIR)
        let added = unsafe inotify_add_watch(watch.number, folder, UInt32(bitPattern: events))
        guard added >= 0 else { return nil }
        return watch
    }

    /// The names in a batch of events: four numbers of four bytes each, of which the last is the length of the padded name.
    private static func names(in events: ArraySlice<UInt8>) -> [[UInt8]] {
        var (names, rest) = ([[UInt8]](), events)
        while rest.count >= 16 {
            let length = unsafe rest.withUnsafeBytes {
                unsafe $0.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
            }
            guard rest.count >= 16 + Int(length) else { break }
            names.append(Array(rest.dropFirst(16).prefix(Int(length)).prefix { $0 != 0 }))
            rest = rest.dropFirst(16 + Int(length))
        }
        return names
    }
}
