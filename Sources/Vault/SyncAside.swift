internal import Glibc
internal import Lifecycle
internal import Platform
internal import Synchronization

/// Syncs the log on a thread of its own: the disk may take longer than applications want to wait for their tokens.
final class SyncAside {
    /// One sync: what the thread is given, and what it says.
    private final class Task: Sendable {
        let log: String
        let counter: Counter
        let newest: UInt64
        let isDone = Atomic(false)
        let isDurable = Atomic(false)

        init(_ log: String, _ counter: Counter, _ newest: UInt64) {
            (self.log, self.counter, self.newest) = (log, counter, newest)
        }

        func run() {
            if (try? VaultFiles.sync(log: log)) != nil {
                counter.raise(to: newest)
                isDurable.store(true, ordering: .releasing)
            }
            isDone.store(true, ordering: .releasing)
        }
    }

    private let log: String
    private let counter: Counter
    private var running: (thread: pthread_t, task: Task)?

    /// Takes the log's path, and the counter that follows what is durable.
    init(log: String, counter: Counter) { (self.log, self.counter) = (log, counter) }

    deinit { _ = finish() }

    /// Whether no sync is under way; how the last one ended, `finish` says.
    var isIdle: Bool { running?.task.isDone.load(ordering: .acquiring) ?? true }

    /// Begins to sync what has the counter `newest`, after the last one was finished; `false` without a thread.
    func begin(_ newest: UInt64) -> Bool {
        guard running == nil else { return false }
        let task = Task(log, counter, newest)
        let given = unsafe Unmanaged.passRetained(task)
        var thread = pthread_t()
        let failure = unsafe pthread_create(
            &thread, nil,
            { given in
                if let given = unsafe given {
                    unsafe Unmanaged<Task>.fromOpaque(given).takeRetainedValue().run()
                }
                return nil
            }, given.toOpaque())
        guard failure == 0 else {
            unsafe given.release()
            return false
        }
        running = (thread, task)
        return true
    }

    /// Waits for the sync that is under way; returns the counter of what it could not make durable.
    func finish() -> UInt64? {
        guard let (thread, task) = running else { return nil }
        pthread_join(thread, nil)
        running = nil
        return task.isDurable.load(ordering: .acquiring) ? nil : task.newest
    }
}
