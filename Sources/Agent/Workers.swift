internal import CPlatform
internal import Glibc
internal import Lifecycle

/// The workers: processes that do what takes long while the agent goes on handing out. They end when the agent locks.
final class Workers {
    private let forker: Forker
    private let poller: Poller
    /// Milliseconds between two looks at the journal.
    private let every: Int64
    private var looked: Int64 = 0
    /// What each does, by its channel.
    private var running: [Int32: WorkerTask] = [:]

    init(_ forker: Forker, _ poller: Poller, every: Int64) {
        (self.forker, self.poller, self.every) = (forker, poller, every)
    }

    /// Milliseconds until it has to look again.
    func wait(at moment: Int64) -> Int64 { max(1, looked + every - moment) }

    /// Looks at the journal when it is time, and has what is due there finished.
    func look(at moment: Int64, _ keeper: Keeper) {
        guard moment - looked >= every else { return }
        looked = moment
        guard !running.values.contains(.finish), !keeper.isLocked, keeper.hasWork else { return }
        start(.finish)
    }

    /// Looks at the journal at the next opportunity: the vault was just unlocked.
    func hurry() { looked = 0 }

    private func start(_ task: WorkerTask) {
        guard let channel = forker.start(task.bytes) else { return }
        guard poller.add(channel) else {
            close(channel)
            return
        }
        running[channel] = task
    }

    /// Takes note that a worker has ended; `false` when the descriptor is no worker's channel.
    func take(_ channel: Int32) -> Bool {
        guard running.removeValue(forKey: channel) != nil else { return false }
        poller.remove(channel)
        close(channel)
        return true
    }

    /// Ends them at once, and their keys with them: the journal has what they were at.
    func end() {
        guard !running.isEmpty else { return }
        forker.endAll()
        for channel in Array(running.keys) { _ = take(channel) }
    }
}
