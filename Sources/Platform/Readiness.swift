internal import Glibc

/// Waits until one of several descriptors is ready; the events of each, all 0 after `milliseconds`.
package func ready(anyOf descriptors: [Int32], for events: Int32, milliseconds: Int32 = -1) -> [Int32] {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(events), revents: 0) }
    while true {
        let count = unsafe poll(&entries, nfds_t(entries.count), milliseconds)
        if count >= 0 { return entries.map { Int32($0.revents) } }
        guard errno == EINTR else { return descriptors.map { _ in Int32(POLLERR) } }
    }
}

/// Waits until a descriptor is ready for one of `events`; returns what it is ready for, 0 after the time.
package func ready(_ descriptor: Int32, for events: Int32, milliseconds: Int32 = -1) -> Int32 {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while true {
        let count = unsafe poll(&entry, 1, milliseconds)
        if count >= 0 { return Int32(entry.revents) }
        guard errno == EINTR else { return Int32(POLLERR) }
    }
}
