internal import CPlatform
internal import Glibc
internal import Lifecycle

/// The process that finishes what is in the journal while the agent goes on handing out. It is forked, so that its keys are
/// gone with it, and killed when the agent locks.
final class Worker {
    /// Milliseconds between two looks at the journal.
    private let every: Int64
    private let provider: () -> any TokenProvider
    private var looked: Int64 = 0
    private var pid: Int32 = 0

    init(every: Int64, provider: @escaping () -> any TokenProvider) {
        (self.every, self.provider) = (every, provider)
    }

    /// Milliseconds until it has to look again.
    func wait(at moment: Int64) -> Int64 { max(1, looked + every - moment) }

    /// Starts a process when it is time and there is something to do; `descriptors` are not for it.
    func look(at moment: Int64, _ keeper: Keeper, closing descriptors: @autoclosure () -> [Int32]) {
        guard moment - looked >= every else { return }
        looked = moment
        guard pid == 0, !keeper.isLocked, keeper.hasWork else { return }
        keeper.settle()
        let parent = getpid()
        let child = lockstep_fork()
        guard child == 0 else {
            if child > 0 { pid = child }
            return
        }
        _ = lockstep_die_with_parent()
        guard getppid() == parent else { _exit(0) }
        for descriptor in descriptors() { close(descriptor) }
        keeper.work(with: provider())
    }

    /// Takes note of processes that have ended.
    func reap() {
        guard pid > 0, waitpid(pid, nil, WNOHANG) == pid else { return }
        pid = 0
    }

    /// Ends the process at once, and its keys with it: the journal has what it was at.
    func end() {
        guard pid > 0 else { return }
        kill(pid, SIGKILL)
        _ = lockstep_wait(pid)
        pid = 0
    }

    /// Looks at the journal at the next opportunity: the vault was just unlocked.
    func hurry() { looked = 0 }
}
