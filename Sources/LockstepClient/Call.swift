internal import Glibc
internal import Platform
internal import Synchronization
internal import Wire

/// What a call brings back from its thread, which has let go of it.
struct Brought<Value>: @unchecked Sendable {
    let value: Value
}

/// Ends a call that is cancelled: its connection is shut down, so that whoever waits on it goes on.
final class Cancelling: Sendable {
    private struct State {
        var isCancelled = false
        var connection: Int32?
    }

    private let state = Mutex(State())

    /// Notes the connection to shut down; throws where it was cancelled already.
    func begin(_ connection: Int32) throws(CancellationError) {
        let isCancelled = state.withLock { state in
            state.connection = connection
            return state.isCancelled
        }
        if isCancelled { throw CancellationError() }
    }

    /// Forgets the connection, which is about to be closed. Returns whether the call was cancelled.
    func end() -> Bool {
        state.withLock { state in
            state.connection = nil
            return state.isCancelled
        }
    }

    /// Whether it was cancelled.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            // One that is down already stays so.
            if let connection = state.connection { _ = shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }
}

extension Lockstep {
    /// Runs `body` with a connection, on a thread of its own.
    func call<Value>(
        _ body: @escaping @Sendable (AgentClient) throws(LockstepError) -> Value
    ) async throws -> Value {
        let (cancelling, place) = (Cancelling(), self)
        let brought: Brought<Value> = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isStarted = OwnThread.start {
                    continuation.resume(
                        with: Result { try Brought(value: place.perform(body, cancelling)) })
                }
                if !isStarted {
                    continuation.resume(throwing: LockstepError(.failed, "The system gives no thread."))
                }
            }
        } onCancel: {
            cancelling.cancel()
        }
        return brought.value
    }

    private func perform<Value>(
        _ body: (AgentClient) throws(LockstepError) -> Value, _ cancelling: Cancelling
    ) throws -> Value {
        let agent = try connect()
        defer { withExtendedLifetime(agent) {} }
        try cancelling.begin(agent.connectionNumber)
        do {
            let value = try body(agent)
            _ = cancelling.end()
            return value
        } catch {
            throw cancelling.end() ? CancellationError() : error
        }
    }
}
