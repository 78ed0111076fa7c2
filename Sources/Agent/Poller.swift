internal import CPlatform
internal import Glibc
internal import Platform

/// The descriptors that the agent waits for (epoll(7)).
final class Poller {
    private let poller: Descriptor
    private var found = [Int32](repeating: 0, count: 256)

    /// Throws `SocketError.system` when the system has no room for it.
    init() throws(SocketError) {
        do throws(SystemError) { poller = try Descriptor(result: lockstep_poller()) } catch {
            throw .system(error.number)
        }
    }

    /// Waits for a descriptor from now on; `false` when the system refuses.
    func add(_ descriptor: Int32) -> Bool { lockstep_poller_add(poller.number, descriptor) == 0 }

    /// Does not wait for it any more. A descriptor has to be taken out before it is closed: a worker may have been lent it.
    func remove(_ descriptor: Int32) { lockstep_poller_remove(poller.number, descriptor) }

    /// Waits until a descriptor can be written, and for nothing else; `false` when the system refuses.
    func expectRoom(_ descriptor: Int32) -> Bool {
        lockstep_poller_change(poller.number, descriptor, 1) == 0
    }

    /// Tells each time that more has come, without asking again for what is there; `false` when the system refuses.
    func expectMore(_ descriptor: Int32) -> Bool {
        lockstep_poller_change(poller.number, descriptor, 2) == 0
    }

    /// Waits for its input again.
    func expectInput(_ descriptor: Int32) -> Bool {
        lockstep_poller_change(poller.number, descriptor, 0) == 0
    }

    /// The descriptors that can be read; waits at most so many milliseconds.
    func wait(_ milliseconds: Int64) -> ArraySlice<Int32> { ready(0, Int32(clamping: milliseconds)) }

    /// Those that can be read by now. Looks `again` for 50 µs: to be put to sleep and woken takes longer than most clients take
    /// for their next word.
    func look(again: Bool = false) -> ArraySlice<Int32> { ready(again ? 50_000 : 0, 0) }

    private func ready(_ nanoseconds: Int64, _ milliseconds: Int32) -> ArraySlice<Int32> {
        let count = unsafe lockstep_poller_wait(
            poller.number, &found, Int32(found.count), nanoseconds, milliseconds)
        return found[..<Int(count)]
    }
}
