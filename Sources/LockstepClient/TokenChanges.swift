internal import Lifecycle
internal import Platform
internal import Wire

/// What is handed out under a label from now on.
public struct TokenChange: Hashable, Sendable {
    /// The label.
    public let label: String
    /// The token's generation: 1, 2, … for as long as some token has the label; `nil` where none is handed out now.
    public let generation: Int?
}

/// Tells each time that another token is handed out under some labels: after a rotation, or where one was revoked and another has its
/// label. It begins with how things stand, so that a loop over it can fetch the token in one place.
///
/// Each iteration has a thread and a connection of its own, which end with it, or with its task. An agent that is locked or restarted
/// meanwhile is waited for. No token string comes this way: ask for it, under the same grants as ever.
public struct TokenChanges: AsyncSequence, Sendable {
    /// What is told.
    public typealias Element = TokenChange
    /// Why no more can be told: always a `LockstepError`.
    public typealias Failure = any Error

    let lockstep: Lockstep
    let labels: [Label]

    /// The changes, one after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var stream: AsyncThrowingStream<TokenChange, any Error>.Iterator

        /// The next one; `nil` once the task is cancelled.
        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws -> TokenChange? {
            try await stream.next(isolation: actor)
        }
    }

    /// Begins to listen.
    public func makeAsyncIterator() -> AsyncIterator {
        let stream = AsyncThrowingStream<TokenChange, any Error> { continuation in
            let cancelling = Cancelling()
            continuation.onTermination = { _ in cancelling.cancel() }
            let listening = Listening(lockstep, labels, cancelling) { continuation.yield($0) }
            let isStarted = OwnThread.start {
                do throws(LockstepError) {
                    try listening.run()
                    continuation.finish()
                } catch { continuation.finish(throwing: error) }
            }
            if !isStarted {
                continuation.finish(throwing: LockstepError(.failed, "The system gives no thread."))
            }
        }
        return AsyncIterator(stream: stream.makeAsyncIterator())
    }
}

extension Lockstep {
    /// Tells each time that another token is handed out under one of these labels (64 at most), which need not exist yet.
    public func changes(of labels: String...) throws(LockstepError) -> TokenChanges {
        try changes(of: labels)
    }

    /// The same for labels in an array.
    public func changes(of labels: [String]) throws(LockstepError) -> TokenChanges {
        guard (1...AgentProtocol.labelLimit).contains(labels.count) else {
            throw LockstepError(.usage, "Name 1 to \(AgentProtocol.labelLimit) labels.")
        }
        return TokenChanges(
            lockstep: self,
            labels: try labels.map { text throws(LockstepError) in try Lockstep.label(text) })
    }
}
