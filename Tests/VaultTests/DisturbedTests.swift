import Lifecycle
import Secrets
import Synchronization
import TestSupport
import Testing

@testable import Vault

@Suite("Hand-outs beside somebody who commits all the time", .onFiles)
struct DisturbedTests {
    private static let count = 50

    /// What both threads see: that one is to end, and has.
    private final class Stop: Sendable {
        let isWanted = Atomic(false)
        let isOver = Atomic(false)
        let commits = Atomic(0)
    }

    /// Commits without a pause, as a process of its own would.
    private func commit(to fixture: Fixture, until stop: Stop) {
        let (path, state, key) = (fixture.path, fixture.state, fixture.keyBytes)
        inThread {
            defer { stop.isOver.store(true, ordering: .sequentiallyConsistent) }
            do {
                let secret = try SecretBytes(copying: key.span)
                let ledger = try VaultFile(path: path, state: state).open(.keyFile(secret))
                let entry = AuditEntry(.settingChanged, time: Instant(seconds: 1_795_521_600), label: "")
                while !stop.isWanted.load(ordering: .sequentiallyConsistent) {
                    try ledger.commit(
                        OperationID(), journal: nil, changes: [.set(.askpass, to: [1], noting: entry)],
                        string: nil)
                    stop.commits.add(1, ordering: .sequentiallyConsistent)
                }
            } catch { Issue.record(error) }
        }
    }

    @Test("are given all the same, however many tokens are asked for at once")
    func given() throws {
        let (fixture, stop) = (try Fixture(), Stop())
        let vault = try fixture.open()
        let labels = try (0..<DisturbedTests.count).map { try Label("t\($0)") }
        for label in labels { try fixture.seal(label.text, "string of \(label.text)", in: vault) }
        commit(to: fixture, until: stop)
        while stop.commits.load(ordering: .sequentiallyConsistent) == 0,
            !stop.isOver.load(ordering: .sequentiallyConsistent)
        {}
        let use = HandOutUse(
            verb: "get", time: fixture.clock.now, caller: Caller(pid: 1, user: 0, executable: "/bin/true"))
        for _ in 0..<3 {
            let given = try vault.handOut(labels, as: use)
            #expect(given.map { $0.string.exposed } == labels.map { Array("string of \($0.text)".utf8) })
        }
        stop.isWanted.store(true, ordering: .sequentiallyConsistent)
        while !stop.isOver.load(ordering: .sequentiallyConsistent) {}
    }
}
