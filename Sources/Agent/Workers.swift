internal import Glibc
internal import Lifecycle
internal import Platform
internal import Secrets

/// The workers: processes that do what takes long while the agent goes on handing out. They end when the agent locks.
final class Workers {
    /// One task, and who waits for it.
    struct Job {
        let task: WorkerTask
        /// `nil` for what the agent does by itself, and where the worker has the connection for itself.
        let connection: Connection?
    }

    /// A job that is done.
    struct Finished: ~Copyable {
        let job: Job
        /// Whether it answered.
        var hasSaid: Bool {
            switch answer {
            case .some: true
            case .none: false
            }
        }
        /// What the worker answered; `nil` where it died, or had nothing to say.
        var answer: Frame?
    }

    /// The most workers at a time, and those of them that are kept for what only looks.
    private static let (most, forLooking) = (8, 2)
    /// The most jobs that wait for a worker.
    private static let mostWaiting = 64
    /// The longest answer, in bytes.
    private static let longest = 4096

    private let forker: Forker
    private let poller: Poller
    private let clients: Clients
    /// Milliseconds between two looks at the journal.
    private let every: Int64
    private var looked: Int64 = 0
    /// When policies were last looked at.
    private var ticked: Int64?
    /// So many looks at the journal come on one at the policies, for which all records are read.
    private static let looksATick: Int64 = 15
    /// What each does, by its channel.
    private var running: [Int32: Job] = [:]
    private var waiting: [Job] = []

    init(_ forker: Forker, _ poller: Poller, _ clients: Clients, every: Int64) {
        (self.forker, self.poller, self.clients, self.every) = (forker, poller, clients, every)
    }

    /// Whether one works with the keys now.
    var isBusy: Bool { running.values.contains { $0.task.needsKeys } }

    /// Milliseconds until it has to look again.
    func wait(at moment: Int64) -> Int64 { max(1, looked + every - moment) }

    /// Looks at the journal when it is time, and has what is due there finished.
    func look(at moment: Int64, _ session: VaultSession) {
        guard moment - looked >= every else { return }
        looked = moment
        guard isFree(for: .finish), !session.isLocked else { return }
        let isTime = ticked.map { moment - $0 >= every * Workers.looksATick } ?? true
        guard isTime || session.hasWork else { return }
        ticked = moment
        try? start(Job(task: .finish, connection: nil))
    }

    /// Looks at the journal at the next opportunity: the vault was just unlocked.
    func hurry() { (looked, ticked) = (0, nil) }

    /// Has a worker do something, at once or once one is free; throws `busy` when too many wait already, `failed` when none can be
    /// started.
    func begin(_ job: Job) throws(LedgerError) {
        if isFree(for: job.task) { return try start(job) }
        guard waiting.count < Workers.mostWaiting else { throw LedgerError(.busy, .workers) }
        waiting.append(job)
    }

    /// Takes what a worker has to say, which is the last of it; `nil` when the descriptor is no worker's channel.
    func take(_ channel: Int32) -> Finished? {
        guard let job = running[channel] else { return nil }
        let answer = Workers.read(channel)
        close(channel)
        return Finished(job: job, answer: answer)
    }

    /// Starts the next jobs that wait and can be done now; returns one that cannot be started, and why.
    func next() -> (Job, LedgerError)? {
        while let place = waiting.firstIndex(where: { isFree(for: $0.task) }) {
            let job = waiting.remove(at: place)
            do throws(LedgerError) { try start(job) } catch { return (job, error) }
        }
        return nil
    }

    /// Ends them at once, and their keys with them: the journal has what they were at. Returns the jobs that nobody does now.
    func end() -> [Job] {
        if !running.isEmpty { forker.endAll() }
        let ended = Array(running.values) + waiting
        for channel in Array(running.keys) { close(channel) }
        waiting = []
        return ended
    }

    private func isFree(for task: WorkerTask) -> Bool {
        guard running.count < Workers.most, running.values.count(where: { $0.task.isLike(task) }) < task.most
        else { return false }
        let changing = running.values.count { !$0.task.isLook }
        return task.isLook || changing < Workers.most - Workers.forLooking
    }

    private func start(_ job: Job) throws(LedgerError) {
        let client = job.connection?.descriptor ?? -1
        let channel: Int32
        do throws(SocketError) {
            channel = try forker.start(job.task.bytes, lending: client)
        } catch { throw LedgerError(.failed, error.isOutOfDescriptors ? .descriptors : .forker) }
        guard poller.add(channel) else {
            Glibc.close(channel)
            throw LedgerError(.failed, .memory)
        }
        guard job.task.takesConnection, let connection = job.connection else {
            running[channel] = job
            return
        }
        running[channel] = Job(task: job.task, connection: nil)
        clients.drop(connection)
    }

    private func close(_ channel: Int32) {
        running[channel] = nil
        poller.remove(channel)
        Glibc.close(channel)
    }

    /// One message, whole.
    private static func read(_ channel: Int32) -> Frame? {
        guard var buffer = try? SecretBuffer(capacity: longest), buffer.read(from: channel) > 0 else {
            return nil
        }
        return try? Frame(message: buffer)
    }
}
