internal import Glibc
internal import Lifecycle
internal import Platform
internal import Synchronization

/// Makes a log durable on a thread of its own: the disk may take longer than applications want to wait for their tokens.
final class ReadingSync {
    /// One sync: what the thread is given, and what it answers.
    final class Task: Sendable {
        let log: LogFile
        let end: MarkFile
        /// What is durable once it is done.
        let wanted: ReadingEnd
        /// The sequence of the end before it.
        let sequence: UInt64
        let keys: LogEpochKeys
        /// The folder, where a file was made in it.
        let folder: String?
        let limits: ReadingLimits
        let isDone = Atomic(false)
        private let errno = Atomic<Int32>(0)

        init(
            _ log: LogFile, _ end: MarkFile, _ wanted: ReadingEnd, after sequence: UInt64,
            _ keys: LogEpochKeys,
            folder: String?, _ limits: ReadingLimits
        ) {
            (self.log, self.end, self.wanted, self.sequence) = (log, end, wanted, sequence)
            (self.keys, self.folder, self.limits) = (keys, folder, limits)
        }

        /// Why it is not durable; 0 when it is.
        var failure: Int32 { errno.load(ordering: .acquiring) }

        /// Syncs the log, and then writes how far it is durable. Where that cannot be written, it is durable nevertheless.
        func run() {
            let failure = syncAll()
            errno.store(failure, ordering: .releasing)
            if failure == 0 { _ = end.write(wanted.body, after: sequence, keys) }
            isDone.store(true, ordering: .releasing)
        }

        private func syncAll() -> Int32 {
            guard limits.sync(log.descriptor.number) == 0 else { return max(1, Glibc.errno) }
            guard let folder else { return 0 }
            do throws(SystemError) { try Files.syncFolder(of: "\(folder)/.") } catch { return error.number }
            return 0
        }
    }

    private var running: (thread: pthread_t, task: Task)?

    deinit { _ = finish() }

    /// Whether no sync is in progress; how the last one ended, `finish` says.
    var isIdle: Bool { running?.task.isDone.load(ordering: .acquiring) ?? true }

    /// Begins a sync, after the last one was finished; `false` without a thread.
    func begin(_ task: Task) -> Bool {
        guard running == nil else { return false }
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

    /// Waits for the sync in progress; returns it.
    func finish() -> Task? {
        guard let (thread, task) = running else { return nil }
        pthread_join(thread, nil)
        running = nil
        return task
    }
}
