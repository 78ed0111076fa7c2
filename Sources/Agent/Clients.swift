internal import CPlatform
internal import Glibc
internal import Platform
internal import Wire

/// The connections of the agent: taken in, kept apart, and hung up on.
final class Clients {
    /// How long half a request may stay half, in milliseconds.
    static let patience: Int64 = 5000

    private let poller: Poller
    /// How many there may be.
    let limit: Int
    /// By their descriptors, which are small numbers.
    private var connections: [Connection?] = []
    /// How many there are.
    private(set) var count = 0
    private var swept: Int64 = 0
    /// Bytes of requests that are kept for all of them.
    private var kept = 0
    /// How many there may be.
    private static let mostKept = 4 << 20

    /// How many have come so far.
    private var came = 0
    /// Whose programs are let in.
    private let user: UInt32

    init(_ poller: Poller, of user: UInt32 = geteuid()) {
        (self.poller, self.user) = (poller, user)
        let most = Int(lockstep_raise_descriptors())
        limit = max(most / 4, most - 64)
    }

    /// The connection of a descriptor.
    subscript(_ descriptor: Int32) -> Connection? {
        connections.indices.contains(Int(descriptor)) ? connections[Int(descriptor)] : nil
    }

    private func put(_ connection: Connection?, at descriptor: Int32) {
        while connections.count <= descriptor { connections.append(nil) }
        count += (connection == nil ? 0 : 1) - (connections[Int(descriptor)] == nil ? 0 : 1)
        connections[Int(descriptor)] = connection
    }

    /// All of them.
    private var all: [Connection] { connections.compactMap { $0 } }

    /// Takes in whoever waits at a listening socket. The peer's user comes before its first byte: it has to be this one, or root
    /// where `admitsRoot`.
    func accept(from listener: Int32, admitsRoot: Bool = false) -> [Connection] {
        var taken: [Connection] = []
        for _ in 0..<256 {
            var descriptor = lockstep_accept(listener)
            if [-EMFILE, -ENFILE].contains(descriptor), evict() { descriptor = lockstep_accept(listener) }
            guard let socket = try? Descriptor(result: descriptor) else { break }
            guard let peer = Callers.peer(descriptor),
                peer.user == user || (admitsRoot && peer.user == 0), poller.add(descriptor)
            else { continue }
            if count >= limit { _ = evict() }
            // Half of those that were silent longest: the next ones take the lowest numbers that are free.
            if Clients.isLast(descriptor) { for _ in 0..<max(2, count / 2) where evict() {} }
            let connection = Connection(
                socket, pid: peer.pid, user: peer.user, now: lockstep_monotonic())
            came += 1
            connection.number = came
            put(connection, at: descriptor)
            taken.append(connection)
        }
        return taken
    }

    /// Whether a descriptor is one of the last that this process may have: looking at the vault takes a few, too.
    private static func isLast(_ descriptor: Int32) -> Bool {
        var limits = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else {
            return false
        }
        return rlim_t(descriptor) + spare >= limits.rlim_cur
    }

    private static let spare: rlim_t = 8

    /// Hangs up. Of one that was hung up on before, the descriptor may be another's by now.
    func drop(_ connection: Connection) {
        guard self[connection.descriptor] === connection else { return }
        put(nil, at: connection.descriptor)
        kept -= connection.counted
        poller.remove(connection.descriptor)
        connection.hangUp()
    }

    /// Does not listen to a connection, for now: what it says next comes after what is being done for it.
    func hold(_ connection: Connection) {
        if self[connection.descriptor] === connection { poller.remove(connection.descriptor) }
    }

    /// Listens to it again.
    func resume(_ connection: Connection) {
        if self[connection.descriptor] === connection { _ = poller.add(connection.descriptor) }
    }

    /// Waits until a client has read its answers, before it is listened to again.
    func block(_ connection: Connection) {
        connection.isBlocked = poller.expectRoom(connection.descriptor)
    }

    /// Listens again to one that has.
    func unblock(_ connection: Connection) {
        if connection.isBlocked { connection.isBlocked = !poller.expectInput(connection.descriptor) }
    }

    /// Is told each time that more has come from a client whose secret is not read before it is whole.
    func await(_ connection: Connection) -> Bool { poller.expectMore(connection.descriptor) }

    /// Listens again to one whose secret has come, or does not come.
    func endAwaiting(_ connection: Connection) {
        if self[connection.descriptor] === connection { _ = poller.expectInput(connection.descriptor) }
    }

    /// Counts what is kept of a client's requests; where that is too much for all, hangs up on who has most.
    func count(_ connection: Connection) {
        guard connection.unread != connection.counted else { return }
        kept += connection.unread - connection.counted
        connection.counted = connection.unread
        if kept > Clients.mostKept, let most = all.max(by: { $0.counted < $1.counted }) {
            drop(most)
        }
    }

    /// Hangs up on whoever has been silent longest, first on those that never said anything whole; `false` when there is nobody.
    private func evict() -> Bool {
        // Those that watch have nothing to say, and there are few of them.
        let oldest = all.filter { !$0.isWatching }.min {
            ($0.hasSpoken ? 1 : 0, $0.heard, $0.number) < ($1.hasSpoken ? 1 : 0, $1.heard, $1.number)
        }
        if let oldest { drop(oldest) }
        return oldest != nil
    }

    /// Hangs up on those whose half request stayed half. Returns the milliseconds until it has to be called again.
    func sweep(at moment: Int64) -> Int64 {
        guard moment - swept >= Clients.patience / 5 else {
            return kept == 0 ? 60_000 : swept + Clients.patience / 5 - moment
        }
        swept = moment
        for connection in all
        where connection.unread > 0 && !connection.isBlocked && !connection.isWaiting
            && moment - connection.heard > Clients.patience
        { drop(connection) }
        return kept == 0 ? 60_000 : Clients.patience / 5
    }

    /// Hangs up on all.
    func dropAll() { all.forEach(drop) }
}
