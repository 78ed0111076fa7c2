internal import CPlatform
internal import Glibc
internal import Platform
internal import Secrets

/// A small process that forks the workers.
///
/// It is forked when the agent starts, before there is a vault connection, a thread, a socket or a client. SQLite keeps its
/// locks by process and file: a process that is forked beside an open connection believes that it holds locks which it
/// does not, and what it commits can be lost (https://sqlite.org/howtocorrupt.html, "Carrying an open database connection
/// across a fork()").
package final class Forker {
    private let wire: Descriptor
    /// Readable once the process has ended, which it does by itself only with the agent.
    var descriptor: Int32 { wire.number }
    private let pid: Int32

    /// What a worker does with its task, the channel to the agent, and the client that it was lent (-1 for none).
    package typealias Work = (_ task: [UInt8], _ channel: Int32, _ client: Int32) -> Never

    /// The longest task, in bytes.
    private static let limit = 16 << 10
    /// How long it may take to fork a worker, or to end all, in milliseconds.
    private static let patience: Int32 = 5000

    /// Forks it; `work` runs in each worker, which has the descriptors `kept`, and no other. Throws `SocketError.system`.
    package init(keeping kept: [Int32] = [], _ work: Work) throws(SocketError) {
        var pair = try Forker.pair()
        guard let ours = pair.first.take(), let theirs = pair.second.take() else { throw .system(EMFILE) }
        let parent = getpid()
        let child = lockstep_fork()
        if child == 0 {
            let kept = ([theirs.number] + kept).sorted()
            guard Forker.follows(parent), unsafe lockstep_close_others(kept, Int32(kept.count)) == 0 else {
                _exit(1)
            }
            Forker.serve(theirs.released(), work)
        }
        guard child > 0 else { throw .system(EAGAIN) }
        wire = ours
        pid = child
    }

    private static func pair() throws(SocketError) -> DescriptorPair {
        do throws(SystemError) { return try DescriptorPair.messages() } catch { throw .system(error.number) }
    }

    deinit {
        end()
        _ = lockstep_wait(pid)
    }

    /// Ends it, even where it was stopped; its workers die with it.
    private func end() { kill(pid, SIGKILL) }

    /// Starts a worker; returns the agent's end of its channel, which ends with the worker. Throws `SocketError.system` when there
    /// is no process or no channel to be had.
    package func start(_ task: [UInt8], lending client: Int32 = -1) throws(SocketError) -> Int32 {
        guard task.count <= Forker.limit else { throw .system(EMSGSIZE) }
        var pair = try Forker.pair()
        guard let ours = pair.first.take(), let theirs = pair.second.take(),
            unsafe lockstep_send_message(descriptor, task, task.count, theirs.number, client) == 0, isDone()
        else { throw .system(EAGAIN) }
        return ours.released()
    }

    /// Ends all workers at once, and their keys with them; returns when they are gone.
    package func endAll() {
        guard unsafe lockstep_send_message(descriptor, [0], 1, -1, -1) == 0 else { return }
        _ = isDone()
    }

    /// Whether it did as told. One that does not answer is ended, and the agent with it: nobody waits for it for ever.
    private func isDone() -> Bool {
        var (answer, first, second): (UInt8, Int32, Int32) = (0, -1, -1)
        guard ready(descriptor, for: POLLIN, milliseconds: Forker.patience) != 0 else {
            end()
            return false
        }
        return unsafe lockstep_receive_message(descriptor, &answer, 1, &first, &second) == 1 && answer == 1
    }

    /// Has this process die with its parent; `false` when the parent is gone already.
    private static func follows(_ parent: Int32) -> Bool {
        lockstep_die_with_parent() == 0 && getppid() == parent
    }

    /// In the small process: forks and ends workers until the agent is gone.
    private static func serve(_ wire: Int32, _ work: Work) -> Never {
        var (task, workers) = ([UInt8](repeating: 0, count: limit), [Int32]())
        while true {
            var (channel, client): (Int32, Int32) = (-1, -1)
            let count = unsafe lockstep_receive_message(wire, &task, task.count, &channel, &client)
            guard count > 0 else { _exit(0) }
            workers.removeAll { waitpid($0, nil, WNOHANG) != 0 }
            var isDone: UInt8 = 1
            if channel >= 0 {
                let worker = fork(wire, Array(task.prefix(Int(count))), channel, client, work)
                if worker > 0 { workers.append(worker) } else { isDone = 0 }
                close(channel)
                if client >= 0 { close(client) }
            } else {
                for worker in workers { kill(worker, SIGKILL) }
                for worker in workers { _ = lockstep_wait(worker) }
                workers = []
            }
            guard unsafe lockstep_send_message(wire, &isDone, 1, -1, -1) == 0 else { _exit(0) }
        }
    }

    private static func fork(
        _ wire: Int32, _ task: [UInt8], _ channel: Int32, _ client: Int32, _ work: Work
    ) -> Int32 {
        let parent = getpid()
        let worker = lockstep_fork()
        guard worker == 0 else { return worker }
        close(wire)
        guard follows(parent) else { _exit(1) }
        work(task, channel, client)
    }
}
