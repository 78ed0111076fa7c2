import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Service

extension ServiceFixture {
    /// Has the provider tell the time of its tokens by the clock.
    func date() { provider.now = clock.now }

    /// Decides that a label's tokens live so many days, and are replaced at two thirds.
    func decide(_ label: String, days: Int64?, purpose: String = "") throws {
        var policy = Policy()
        policy.lifetime = days.map { CalendarDuration(seconds: $0 * 86_400) }
        policy.purpose = purpose
        let entry = AuditEntry(.policyChanged, time: clock.now, label: label)
        try vault.commit(
            OperationID(), journal: nil, changes: [.decide(try Label(label), policy, noting: entry)],
            string: nil)
    }

    /// Puts a new generation in the place of the present one, which is kept for so many seconds.
    func rotate(_ label: String, overlap: UInt32, days: Int64 = 90) throws {
        date()
        let old = try service.record(Label(label))
        let next = try vault.nextGeneration(of: old.label)
        let rotation = Rotation(
            service.subject(old.id, old.account, old.label), token: old.token.id, generation: next,
            scopes: old.token.scopes, expiry: .at(clock.now.advanced(by: days * 86_400)),
            overlap: Rotation.Overlap(seconds: overlap))
        #expect(try service.driver(for: [old.account]).run(rotation).outcome.isDone)
        #expect(try service.record(Label(label)).generation == next)
    }

    /// Hands a token out to a program.
    func handOut(
        _ label: String, to executable: String, unit: String = "", verb: String = "get",
        generation: UInt32? = nil, destination: Destination? = nil
    ) throws {
        let use = HandOutUse(
            verb: verb, time: clock.now, caller: Caller(pid: 7, user: 0, executable: executable, unit: unit),
            generation: generation, destination: destination)
        _ = try vault.handOut([try Label(label)], as: use)
    }

    func later(days: Int64) {
        clock.now = clock.now.advanced(by: days * 86_400)
        date()
    }
}
