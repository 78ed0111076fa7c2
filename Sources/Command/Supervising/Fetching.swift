internal import CPlatform
internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests

/// Token strings that are being fetched on a thread of its own, since a person may be asked for minutes and signals do not wait.
final class Fetching {
    /// What came of it.
    typealias Outcome = Result<[HandedOut], Problem>

    private final class Box: @unchecked Sendable {
        // Written by the thread, and read once that has ended.
        var outcome: Outcome?
    }

    /// The file that the command is started from, with what a rule has asked of it.
    let file: CommandFile
    /// Becomes readable once it is done.
    let done: Descriptor
    private let box = Box()
    private let thread: OwnThread.Joined

    /// Begins; `nil` where the system gives no thread.
    init?(_ running: Running, into file: CommandFile) {
        var (reader, writer): (Int32, Int32) = (-1, -1)
        guard unsafe lockstep_pipe(&reader, &writer) == 0, let done = try? Descriptor(result: reader) else {
            return nil
        }
        // The one who began it does nothing with them before the thread has ended.
        nonisolated(unsafe) let (work, target) = (running, file)
        let (end, box) = (writer, box)
        let thread = OwnThread.startJoined {
            do throws(Problem) {
                box.outcome = .success(try unsafe work.handOut(into: unsafe target))
            } catch { box.outcome = .failure(error) }
            close(end)
        }
        guard let thread else {
            close(writer)
            return nil
        }
        (self.file, self.thread) = (file, thread)
        self.done = consume done
    }

    /// What came of it; waits for the thread to end, so that this process has one thread again.
    func take() -> Outcome {
        thread.join()
        defer { box.outcome = nil }
        return box.outcome ?? .failure(Problem(.unexpected, .noMemory, "No guarded memory is available."))
    }
}
