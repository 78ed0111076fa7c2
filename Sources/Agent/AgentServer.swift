internal import CPlatform
internal import Glibc
package import Lifecycle
internal import Platform
internal import Secrets
package import Wire

/// Where the agent lives and what it works with.
package struct AgentPlaces: Sendable {
    /// The socket for this user's programs.
    package var socket: String
    /// The socket for systemd's `LoadCredential=`; `nil` for none.
    package var credentials: String?
    /// The vault.
    package var vault: String
    /// The path of `lockstep`, whose callers stand behind it.
    package var lockstep: String

    /// Names the places.
    package init(socket: String, credentials: String?, vault: String, lockstep: String) {
        (self.socket, self.credentials, self.vault, self.lockstep) = (socket, credentials, vault, lockstep)
    }
}

/// A hand-out that a client asks for.
struct Asked {
    let connection: Connection
    let request: HandOutRequest
}

/// The agent: one thread that waits for clients, signals and time, and opens token strings for those who may have them.
///
/// All requests that are there at once share one batch of the reading log. No client is waited for.
package final class AgentServer {
    /// Requests of one client that are answered before it is the others' turn.
    static let turn = 32
    /// Labels of one batch: nobody waits for more of the others'.
    static let most = 1024

    let session: VaultSession
    let clients: Clients
    let questions: PendingQuestions
    let credentials: Credentials
    private let forker: Forker
    let workers: Workers
    let watchers: Watchers
    let lockstep: String
    /// When changes were asked for: who unlocks it anew begins anew.
    var changes = ChangeWindow()
    /// Connections that have to prove something, and nobody else: who hangs up meanwhile is refused all the same.
    var challenged: [Connection] = []
    /// Connections that have announced a secret, oldest first.
    var announcing: [Connection] = []
    /// The vault's, as the wire may have it: without links, and as this agent was told.
    let paths: [[UInt8]]
    /// The place of the socket, for whom it is told where the keys are.
    let socket: String
    private let watch: PlaceWatch
    private let poller: Poller
    let listeners: Listeners
    private let signals: Int32
    /// Clients that have said more than was their turn.
    private var backlog: [Connection] = []
    private var buffer = [UInt8](repeating: 0, count: 4096)
    /// Whether it is to end once this turn is answered.
    var isStopped = false

    /// Takes the sockets' places, or those that systemd passed. The workers get the descriptors `kept`, for their provider.
    ///
    /// Throws `SocketError` when it cannot listen there.
    package init(
        _ places: AgentPlaces, times: LockTimes, every: UInt32, door: any VaultDoor,
        provider: @escaping () -> any ProviderRouter, keeping kept: [Int32], clock: any WallClock
    ) throws(SocketError) {
        let taken: [Int32] = [SIGHUP, SIGTERM, SIGINT, SIGCHLD]
        signals = unsafe lockstep_signals(taken, Int32(taken.count))
        guard signals >= 0 else { throw .system(-signals) }
        guard let keyring = try? SharedSecret() else { throw .system(ENOMEM) }
        let process = WorkerProcess(door: door, provider: provider, clock: clock, keyring: keyring)
        forker = try Forker(keeping: kept, process.perform)
        // After the fork: a child's copies would not be locked. Before anybody can ask.
        Hardening.reserveMemory()
        session = VaultSession(vault: places.vault, times: times, door: door, clock: clock, keyring: keyring)
        (questions, credentials, lockstep) = (PendingQuestions(), Credentials(), places.lockstep)
        paths = [Array(Path.resolved(places.vault).utf8), Array(places.vault.utf8)]
        listeners = try Listeners(socket: places.socket, credentials: places.credentials)
        socket = listeners.place?.path ?? places.socket
        watch = PlaceWatch(listeners.place)
        poller = try Poller()
        clients = Clients(poller)
        watchers = Watchers(clients)
        workers = Workers(forker, poller, clients, every: Int64(every) * 1000)
        for descriptor in own where !poller.add(descriptor) { throw .system(ENOMEM) }
    }

    /// What is waited for besides clients.
    private var own: [Int32] {
        [signals, forker.descriptor] + listeners.descriptors
            + (watch.descriptor >= 0 ? [watch.descriptor] : [])
    }

    /// Serves until it is told to stop, or nobody finds it any more. Returns whether its socket's place is gone.
    package func run() -> Bool {
        while !isStopped {
            let moment = lockstep_monotonic()
            let wasLocked = session.isLocked
            let watched = watch.look(at: moment)
            if watch.isGone { break }
            var wait = min(
                session.tick(at: moment, isBusy: workers.isBusy), workers.wait(at: moment),
                clients.sweep(at: moment))
            if session.isLocked, !wasLocked { endWorkers() }
            workers.look(at: moment, session)
            wait = min(wait, watched, questions.expire(at: moment), credentials.expire(at: moment, self))
            wait = min(wait, expireChallenges(at: moment), expireAnnounced(at: moment))
            wait = min(wait, watchers.look(at: moment, session))
            var ready = poller.look(again: backlog.isEmpty)
            if ready.isEmpty, backlog.isEmpty {
                ready = poller.wait(wait)
            }
            serve(ready)
        }
        lock()
        listeners.close()
        // Last: whoever told it to stop waits for this.
        clients.dropAll()
        return watch.isGone
    }

    /// Wipes the keys, and ends the workers that have copies of them.
    func lock() {
        session.lock()
        endWorkers()
    }

    /// Hears everybody who has something to say by now, then answers them together: the more share a batch, the less
    /// each costs.
    private func serve(_ first: ArraySlice<Int32>) {
        var (ready, heard, asked) = (first, [Connection](), [Asked]())
        repeat {
            let (talking, before) = (sort(ready), asked.count)
            hear(talking, &asked)
            heard += talking
            let isEnough = asked.count == before || !backlog.isEmpty || asked.count >= clients.count
            ready = isEnough ? [] : poller.look()
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
            } else if descriptor == watch.descriptor {
                watch.take()
            } else if descriptor == listeners.socket {
                _ = clients.accept(from: descriptor)
            } else if descriptor == listeners.credentials {
                credentials.take(clients.accept(from: descriptor, admitsRoot: true), self)
            } else if descriptor == forker.descriptor {
                // Without it nothing can be unlocked or finished. It ends by itself only with the agent.
                isStopped = true
            } else if finish(descriptor) {
                continue
            } else if let connection = clients[descriptor] {
                clients.unblock(connection)
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
                for answered in questions.reap() {
                    settle(answered.connection)
                    answer([answered])
                }
            default: break
            }
        }
    }

    /// Answers what needs no vault, and adds what does to what was asked.
    private func hear(_ talking: [Connection], _ asked: inout [Asked]) {
        var labels = 0
        let (moment, now) = (lockstep_monotonic(), session.now)
        // Lent to each client, without a look each time whether somebody else has it.
        var buffer = [UInt8]()
        swap(&buffer, &self.buffer)
        defer { swap(&buffer, &self.buffer) }
        for connection in talking where !connection.isOver && !connection.isHeld {
            if connection.announced != nil {
                collect(connection)
            } else if connection.challenge != nil {
                prove(connection, through: &buffer, at: moment)
            } else if labels >= AgentServer.most {
                backlog.append(connection)
            } else if !connection.hasRoom() {
                clients.block(connection)
            } else {
                labels += hear(connection, at: moment, now, &buffer) { asked.append($0) }
                clients.count(connection)
                if connection.hasMore, !connection.isWaiting { backlog.append(connection) }
            }
        }
    }

    /// Hears one client, and hands on the hand-outs that it asks for; returns how many labels they have.
    private func hear(
        _ connection: Connection, at moment: Int64, _ now: Instant, _ buffer: inout [UInt8],
        _ ask: (Asked) -> Void
    ) -> Int {
        var labels = 0
        func take(_ request: HandOutRequest) {
            connection.reserve(request)
            labels += request.labels.count
            ask(Asked(connection: connection, request: request))
        }
        if connection.hasQueued {
            for request in connection.takeQueued() { take(request.again(at: now)) }
            return labels
        }
        if !connection.hasMore, var same = connection.receive(through: &buffer) {
            if same.use.time != now {
                same = same.again(at: now)
                connection.remember(same)
            }
            connection.heard = moment
            take(same)
            return labels
        }
        var heard = 0
        while heard < AgentServer.turn, connection.hasRoomLeft, !connection.isWaiting,
            let frame = connection.next()
        {
            (connection.heard, connection.hasSpoken) = (moment, true)
            heard += 1
            guard let request = self.take(Array(frame.dropFirst(8)), from: connection, now) else { continue }
            connection.remember(frame, request)
            take(request)
        }
        connection.trim()
        return labels
    }

    /// Who is at the other end: looked up at its first request, since a process may become another program later.
    func asker(of connection: Connection) -> Asker {
        if let known = connection.asker { return known }
        let asker = Callers.describe(
            connection.process, connection.pid, user: connection.user, lockstep: lockstep)
        connection.asker = asker
        return asker
    }

    /// Does not listen to a client until it was answered.
    func hold(_ connection: Connection) {
        guard !connection.isHeld else { return }
        connection.isHeld = true
        clients.hold(connection)
    }

    /// Goes on with a client whose answer took a person, a proof or a worker.
    func settle(_ connection: Connection) {
        if connection.isHeld {
            connection.isHeld = false
            clients.resume(connection)
            backlog.append(connection)
        } else if connection.hasQueued {
            backlog.append(connection)
        }
    }
}
