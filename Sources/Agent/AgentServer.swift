internal import CPlatform
internal import Glibc
public import Lifecycle
internal import Secrets

/// Where the agent lives and what it works with.
public struct AgentPlaces: Sendable {
    /// The socket for this user's programs.
    public var socket: String
    /// The socket for systemd's `LoadCredential=`; `nil` for none.
    public var credentials: String?
    /// The vault.
    public var vault: String
    /// The path of `lockstep`, whose callers stand behind it.
    public var lockstep: String

    /// Names the places.
    public init(socket: String, credentials: String?, vault: String, lockstep: String) {
        (self.socket, self.credentials, self.vault, self.lockstep) = (socket, credentials, vault, lockstep)
    }
}

/// The agent: one thread that waits for clients, signals and time, and opens token strings for those who may have them.
///
/// All requests that are there at once share one transaction. No client is waited for.
public final class AgentServer {
    /// Requests of one client that are answered before it is the others' turn.
    static let turn = 32

    let keeper: Keeper
    let clients: Clients
    let asking: Asking
    let credentials: Credentials
    private let forker: Forker
    private let workers: Workers
    let lockstep: String
    /// Connections that have to prove something, and nobody else: who hangs up meanwhile is refused all the same.
    var challenged: [Connection] = []
    /// The vault's, as the wire has it.
    private let path: [UInt8]
    private let poller: Poller
    private let listeners: Listeners
    private let signals: Int32
    /// Clients that have said more than was their turn.
    private var backlog: [Connection] = []
    private var buffer = [UInt8](repeating: 0, count: 16_384)
    private var isStopped = false

    /// Takes the sockets' places, or those that systemd passed.
    ///
    /// Throws `SocketError` when it cannot listen there.
    public init(
        _ places: AgentPlaces, idle: UInt32, every: UInt32, door: any VaultDoor,
        provider: @escaping () -> any ProviderRouter, clock: any WallClock
    ) throws(SocketError) {
        let taken: [Int32] = [SIGHUP, SIGTERM, SIGINT, SIGCHLD]
        signals = unsafe lockstep_signals(taken, Int32(taken.count))
        guard signals >= 0 else { throw .system(-signals) }
        guard let keyring = try? SharedSecret() else { throw .system(ENOMEM) }
        let process = WorkerProcess(door: door, provider: provider, clock: clock, keyring: keyring)
        forker = try Forker { task, channel, _ in process.perform(task, channel) }
        keeper = Keeper(vault: places.vault, idle: idle, door: door, clock: clock, keyring: keyring)
        (asking, credentials, lockstep) = (Asking(), Credentials(), places.lockstep)
        path = Array(places.vault.utf8)
        listeners = try Listeners(socket: places.socket, credentials: places.credentials)
        poller = try Poller()
        clients = Clients(poller)
        workers = Workers(forker, poller, every: Int64(every) * 1000)
        for descriptor in [signals, forker.descriptor] + listeners.descriptors where !poller.add(descriptor) {
            throw .system(ENOMEM)
        }
    }

    /// Serves until it is told to stop.
    public func run() {
        while !isStopped {
            let moment = lockstep_monotonic()
            let wasLocked = keeper.isLocked
            var wait = min(keeper.tick(at: moment), workers.wait(at: moment), clients.sweep(at: moment))
            if keeper.isLocked, !wasLocked { workers.end() }
            workers.look(at: moment, keeper)
            wait = min(wait, asking.expire(at: moment), credentials.expire(at: moment, self))
            wait = min(wait, expireChallenges(at: moment))
            var ready = poller.look(again: backlog.isEmpty)
            if ready.isEmpty, backlog.isEmpty {
                keeper.pause()
                ready = poller.wait(wait)
            }
            serve(ready)
        }
        lock()
        listeners.close()
        // Last: whoever told it to stop waits for this.
        clients.dropAll()
    }

    private func lock() {
        keeper.lock()
        workers.end()
    }

    /// Hears everybody who has something to say by now, then answers them together: the more share a transaction, the less
    /// each costs.
    private func serve(_ first: ArraySlice<Int32>) {
        var (ready, heard, asked) = (first, [Connection](), [(Connection, HandOutRequest)]())
        repeat {
            let talking = sort(ready)
            let more = hear(talking)
            heard += talking
            asked += more
            ready = more.isEmpty || asked.count >= clients.count ? [] : poller.look()
        } while !ready.isEmpty
        if !asked.isEmpty { answer(asked) }
        // Only now: one that asked and said no more still gets its answer.
        for connection in heard where connection.isOver { clients.drop(connection) }
    }

    /// Does what signals and new connections ask for; returns the clients that have something to say.
    private func sort(_ ready: ArraySlice<Int32>) -> [Connection] {
        var talking = backlog
        backlog = []
        for descriptor in ready {
            if descriptor == signals {
                takeSignals()
            } else if descriptor == listeners.socket {
                _ = clients.accept(from: descriptor)
            } else if descriptor == listeners.credentials {
                credentials.take(clients.accept(from: descriptor, admitsRoot: true), self)
            } else if descriptor == forker.descriptor {
                // Without it nothing can be unlocked or finished. It ends by itself only with the agent.
                isStopped = true
            } else if workers.take(descriptor) {
                continue
            } else if let connection = clients[descriptor] {
                talking.append(connection)
            }
        }
        return talking
    }

    private func takeSignals() {
        while true {
            switch lockstep_next_signal(signals, nil) {
            case 0: return
            case SIGHUP: lock()
            case SIGTERM, SIGINT: isStopped = true
            case SIGCHLD:
                for answered in asking.reap() { answer([answered]) }
            default: break
            }
        }
    }

    /// Answers what needs no transaction; returns what does.
    private func hear(_ talking: [Connection]) -> [(Connection, HandOutRequest)] {
        var asked: [(Connection, HandOutRequest)] = []
        let (moment, now) = (lockstep_monotonic(), keeper.now)
        for connection in talking where !connection.isOver {
            if let awaited = connection.awaited {
                unlock(connection, awaited.isKeyFile, awaited.count)
                continue
            }
            if connection.challenge != nil {
                prove(connection, through: &buffer, at: moment)
                continue
            }
            if let same = connection.receive(through: &buffer) {
                let again = same.use.time == now ? same : same.again(at: now)
                connection.heard = moment
                connection.latest?.request = again
                asked.append((connection, again))
                continue
            }
            for frame in connection.frames(most: AgentServer.turn) {
                (connection.heard, connection.hasSpoken) = (moment, true)
                if let request = take(Array(frame.dropFirst(8)), from: connection, now) {
                    connection.latest = (Array(frame), request)
                    asked.append((connection, request))
                }
            }
            if connection.hasMore { backlog.append(connection) }
        }
        return asked
    }

    /// Answers what needs no transaction; returns the hand-out that does.
    private func take(_ body: [UInt8], from connection: Connection, _ now: Instant) -> HandOutRequest? {
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
            let status = AgentStatus(
                pid: getpid(), isLocked: keeper.isLocked, vault: keeper.vault, idle: keeper.idle)
            connection.send(.status(status))
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
        case .proof:
            // To no challenge, or one that has failed.
            connection.end()
        case .find(let vault, let prefix):
            if vault == path { find(prefix, for: connection) } else { connection.send(.otherVault) }
        case .handOut(let vault, let verb, let generation, let labels):
            guard vault == path else {
                connection.send(.otherVault)
                return nil
            }
            let asker = asker(of: connection)
            return HandOutRequest(
                labels,
                as: HandOutUse(
                    verb: verb, time: now, caller: asker.caller, cgroup: asker.cgroup,
                    generation: generation))
        }
        return nil
    }

    /// Who is at the other end: looked up at its first request, since a process may become another program later.
    func asker(of connection: Connection) -> Asker {
        if let known = connection.asker { return known }
        let asker = Callers.describe(
            connection.process, connection.pid, user: connection.user, lockstep: lockstep)
        connection.asker = asker
        return asker
    }

    private func find(_ prefix: String, for connection: Connection) {
        do throws(LedgerError) {
            connection.send(try keeper.label(ofPrefix: prefix).map { .label($0) } ?? .locked)
        } catch { connection.send(.failure(error)) }
    }

    private func unlock(_ connection: Connection, _ isKeyFile: Bool, _ count: Int) {
        guard let secret = connection.secret(count) else { return }
        connection.awaited = nil
        do throws(LedgerError) {
            try keeper.unlock(isKeyFile ? .keyFile(secret) : .passphrase(secret), at: lockstep_monotonic())
            workers.hurry()
            connection.send(.done)
            credentials.retry(self)
        } catch { connection.send(.failure(error)) }
    }
}
