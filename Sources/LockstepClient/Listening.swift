internal import Lifecycle
internal import Platform
internal import Wire

/// One subscription, on a thread of its own: hears the agent, and looks for it again where it has ended.
final class Listening: @unchecked Sendable {
    // Used by its thread alone.
    private let lockstep: Lockstep
    private let labels: [Label]
    private let cancelling: Cancelling
    private let tell: (TokenChange) -> Void
    /// What was told of each label.
    private var told: [Label: LabelStanding.Holder?] = [:]

    /// How often an agent that has ended is looked for, and how often whether it still is wanted, in milliseconds.
    private static let (pause, glance): (Int64, Int64) = (1000, 200)
    /// What may pass with another agent, once one has answered.
    private static let passing: Set<LockstepError.Code> = [.noAgent, .broken, .locked]

    init(
        _ lockstep: Lockstep, _ labels: [Label], _ cancelling: Cancelling,
        tell: @escaping (TokenChange) -> Void
    ) {
        (self.lockstep, self.labels, self.cancelling, self.tell) = (lockstep, labels, cancelling, tell)
    }

    /// Tells what changes until it is cancelled; throws what keeps it from telling more.
    func run() throws(LockstepError) {
        var hasHeard = false
        while !cancelling.isCancelled {
            do throws(LockstepError) { try hear(&hasHeard) } catch {
                if cancelling.isCancelled { return }
                guard hasHeard, Listening.passing.contains(error.code) else { throw error }
                rest()
            }
        }
    }

    private func rest() {
        for _ in 0..<Listening.pause / Listening.glance where !cancelling.isCancelled {
            MachineClock.sleep(milliseconds: Listening.glance)
        }
    }

    private func hear(_ hasHeard: inout Bool) throws(LockstepError) {
        let agent = try lockstep.connect()
        defer {
            // Before its descriptor is another's.
            _ = cancelling.end()
            withExtendedLifetime(agent) {}
        }
        guard (try? cancelling.begin(agent.connectionNumber)) != nil else { return }
        do throws(AgentError) {
            try agent.watch(labels, vault: lockstep.vault)
            while true {
                switch try agent.notice() {
                case .standings(let fresh): fresh.forEach(take)
                case .locked: break
                case .failed(let error): if !hasHeard { throw .ledger(error) }
                }
                hasHeard = true
            }
        } catch { throw LockstepError(error) }
    }

    private func take(_ standing: LabelStanding) {
        let token = standing.token
        if let known = told[standing.label], known == token { return }
        told[standing.label] = .some(token)
        tell(TokenChange(label: standing.label.text, generation: token.map { Int($0.generation) }))
    }
}
