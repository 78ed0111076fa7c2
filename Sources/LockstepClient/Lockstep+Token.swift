internal import Lifecycle
internal import Secrets
internal import Wire

extension Lockstep {
    /// Lends the token string of a label to `body`: its bytes lie in guarded memory, cannot leave the closure, and are wiped when it
    /// is done. Whoever asks, and for what, is in the vault's reading log first.
    ///
    /// A grant may refuse it, or have a person asked, which takes up to a minute.
    public func token<R>(
        _ label: String, body: (Span<UInt8>) throws -> R
    ) async throws -> R {
        let (label, vault) = (try Lockstep.label(label), vault)
        let handed = try await call { (agent) throws(LockstepError) in
            do throws(AgentError) {
                return try agent.handOut(
                    [label], vault: vault, verb: "library", generation: nil, destination: nil,
                    evenExpired: false)
            } catch { throw LockstepError(error) }
        }
        guard let token = handed.first else { throw LockstepError(.broken, "The agent gave no token.") }
        return try token.string.withBytes { bytes in try body(bytes) }
    }
}
