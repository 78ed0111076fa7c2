internal import Glibc

/// A thread for one piece of work.
package enum OwnThread {
    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// One that is waited for.
    package struct Joined: Sendable {
        fileprivate let thread: pthread_t

        /// Waits until it has ended, so that nothing of it is left.
        package func join() { _ = pthread_join(thread, nil) }
    }

    /// Starts one; `false` where the system refuses.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        guard let thread = begin(body) else { return false }
        // It cannot fail for a thread that was just made, and nobody joins it.
        _ = pthread_detach(thread)
        return true
    }

    /// Starts one that has to be joined; `nil` where the system refuses.
    package static func startJoined(_ body: @escaping @Sendable () -> Void) -> Joined? {
        begin(body).map(Joined.init)
    }

    private static func begin(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        let work = unsafe Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                OwnThread.ignorePipe()
                unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, unsafe work.toOpaque())
        guard result == 0 else {
            unsafe work.release()
            return nil
        }
        return thread
    }

    /// A socket or pipe that nobody reads any more is an error here, not the end of the program: the signal stays with this thread.
    private static func ignorePipe() {
        var signals = sigset_t()
        _ = unsafe sigemptyset(&signals)
        _ = unsafe sigaddset(&signals, SIGPIPE)
        _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
