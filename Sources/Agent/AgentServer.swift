internal import CPlatform
internal import Glibc
public import Lifecycle
internal import Secrets

/// The agent: one thread that waits for clients, signals and time, and opens token strings for those who may have them.
///
/// All requests that are there at once share one transaction. No client is waited for.
public final class AgentServer {
    /// Requests of one client that are answered before it is the others' turn.
    static let turn = 32
    /// How long half a request may stay half, in milliseconds.
    static let patience: Int64 = 5000

    private let keeper: Keeper
    private let worker: Worker
    private let lockstep: String
    private let path: String
    private let listener: Int32
    private let signals: Int32
    private let limit: Int
    private var connections: [Int32: Connection] = [:]
    private var isStopped = false
    /// Whether the socket is ours to remove.
    private let ownsSocket: Bool

    /// Takes the socket's place (or the one that systemd passed), the vault's, and the path of `lockstep`.
    ///
    /// Throws `SocketError` when it cannot listen there.
    public init(
        socket path: String, vault: String, idle: UInt32, every: UInt32, door: any VaultDoor,
        provider: @escaping () -> any TokenProvider, clock: any WallClock, lockstep: String
    ) throws(SocketError) {
        worker = Worker(every: Int64(every) * 1000, provider: provider)
        keeper = Keeper(vault: vault, idle: idle, door: door, clock: clock)
        (self.path, self.lockstep) = (path, lockstep)
        let passed = try Socket.passed()
        ownsSocket = passed == nil
        if let passed { listener = passed } else { listener = try Socket.listen(at: path) }
        signals = lockstep_signals()
        guard signals >= 0 else { throw .system(-signals) }
        limit = max(16, Int(lockstep_raise_descriptors()) - 64)
    }

    /// Opens the vault before the first client comes.
    public func unlock(_ unlocking: consuming Unlocking) throws(LedgerError) {
        try keeper.unlock(unlocking, at: lockstep_monotonic())
    }

    /// Serves until it is told to stop.
    public func run() {
        while !isStopped {
            let moment = lockstep_monotonic()
            let wasLocked = keeper.isLocked
            let wait = min(keeper.tick(at: moment), worker.wait(at: moment))
            if keeper.isLocked, !wasLocked { worker.end() }
            worker.look(at: moment, keeper, closing: [signals, listener] + connections.keys)
            let ready = wait_(Int32(clamping: connections.values.contains { $0.hasMore } ? 0 : wait))
            if ready.contains(signals) { takeSignals() }
            if ready.contains(listener) { accept() }
            serve(connections.values.filter { ready.contains($0.descriptor) || $0.hasMore })
            sweep()
        }
        lock()
        connections = [:]
        close(listener)
        if ownsSocket { unsafe unlink(path) }
    }

    private func lock() {
        worker.end()
        keeper.lock()
    }

    // MARK: Waiting

    /// The descriptors that can be read.
    private func wait_(_ milliseconds: Int32) -> Set<Int32> {
        var entries = ([signals, listener] + connections.keys).map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        guard unsafe poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return [] }
        return Set(entries.filter { $0.revents != 0 }.map(\.fd))
    }

    private func takeSignals() {
        while true {
            switch lockstep_next_signal(signals) {
            case 0: return
            case SIGHUP: lock()
            case SIGTERM, SIGINT: isStopped = true
            case SIGCHLD: worker.reap()
            default: break
            }
        }
    }

    // MARK: Clients

    private func accept() {
        for _ in 0..<256 {
            let descriptor = lockstep_accept(listener)
            guard descriptor >= 0 else { return }
            // The peer's user comes before its first byte.
            guard let peer = Callers.peer(descriptor), peer.user == geteuid() else {
                close(descriptor)
                continue
            }
            if connections.count >= limit { evict() }
            connections[descriptor] = Connection(
                descriptor, pid: peer.pid, user: peer.user, now: lockstep_monotonic())
        }
    }

    /// Hangs up on whoever has been silent longest, first on those that never said anything whole.
    private func evict() {
        let oldest = connections.values.min {
            ($0.hasSpoken ? 1 : 0, $0.heard) < ($1.hasSpoken ? 1 : 0, $1.heard)
        }
        if let oldest { connections[oldest.descriptor] = nil }
    }

    private func sweep() {
        let now = lockstep_monotonic()
        for connection in connections.values
        where connection.isOver || (connection.isHalf && now - connection.heard > AgentServer.patience) {
            connections[connection.descriptor] = nil
        }
    }

    private func serve(_ talking: [Connection]) {
        var asked: [(Connection, HandOutRequest)] = []
        let now = lockstep_monotonic()
        for connection in talking {
            if let awaited = connection.awaited {
                unlock(connection, awaited.isKeyFile, awaited.count)
                continue
            }
            for body in connection.receive(most: AgentServer.turn) {
                (connection.heard, connection.hasSpoken) = (now, true)
                if let request = take(body, from: connection) { asked.append((connection, request)) }
            }
        }
        if !asked.isEmpty { handOut(asked) }
    }

    /// Answers what needs no transaction; returns what does.
    private func take(_ body: [UInt8], from connection: Connection) -> HandOutRequest? {
        let request: AgentRequest?
        do throws(SecretsError) {
            request = try AgentRequest(body)
        } catch {
            connection.end()
            return nil
        }
        switch request {
        case nil: connection.send(.otherVersion(Wire.version))
        case .status:
            connection.send(
                .status(
                    AgentStatus(
                        pid: getpid(), isLocked: keeper.isLocked, vault: keeper.vault, idle: keeper.idle)))
        case .stop:
            isStopped = true
            connection.send(.done)
        case .lock:
            lock()
            connection.send(.done)
        case .unlock(let isKeyFile, let count):
            guard (1...Wire.secretLimit).contains(Int(count)) else {
                connection.end()
                return nil
            }
            connection.awaited = (isKeyFile, Int(count))
            connection.send(.proceed)
        case .handOut(let vault, let verb, let generation, let labels):
            guard vault == keeper.vault else {
                connection.send(.otherVault)
                return nil
            }
            let caller =
                connection.caller
                ?? Callers.describe(connection.pid, user: connection.user, lockstep: lockstep)
            connection.caller = caller
            return HandOutRequest(
                labels, as: HandOutUse(verb: verb, time: keeper.now, caller: caller, generation: generation))
        }
        return nil
    }

    private func unlock(_ connection: Connection, _ isKeyFile: Bool, _ count: Int) {
        guard let secret = connection.secret(count) else { return }
        connection.awaited = nil
        do throws(LedgerError) {
            try keeper.unlock(isKeyFile ? .keyFile(secret) : .passphrase(secret), at: lockstep_monotonic())
            worker.hurry()
            connection.send(.done)
        } catch { connection.send(.failure(error)) }
    }

    private func handOut(_ asked: [(Connection, HandOutRequest)]) {
        do throws(LedgerError) {
            guard let given = try keeper.handOut(asked.map(\.1), at: lockstep_monotonic()) else {
                return asked.forEach { $0.0.send(.locked) }
            }
            for (place, result) in given.enumerated() { deliver(result, to: asked[place].0) }
        } catch {
            for (connection, _) in asked { connection.send(.failure(error)) }
        }
    }

    private func deliver(_ result: Result<[HandedOut], LedgerError>, to connection: Connection) {
        switch result {
        case .success(let handed):
            for (place, token) in handed.enumerated() {
                connection.send(.token(left: UInt16(handed.count - place - 1)), secret: token.string)
            }
        case .failure(let error): connection.send(.failure(error))
        }
    }
}
