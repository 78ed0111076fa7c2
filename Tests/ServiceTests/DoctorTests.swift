import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing
import Vault

@testable import Service

@Suite("The doctor")
struct DoctorTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    @Test("finds a whole vault whole, and tells what waits in it and wears out")
    func whole() throws {
        try fixture.create("ci")
        #expect(try fixture.service.doctor().damages.isEmpty)
        #expect(try fixture.service.doctor().findings.isEmpty)
        fixture.provider.fault = { _, request in
            if case .delete = request { .before(ProviderFailure(.forbidden)) } else { nil }
        }
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("ci")))
        let found = try fixture.service.doctor()
        #expect(found.isOpen && found.damages.isEmpty && found.found.whole.count == 1)
        #expect(found.findings == (try fixture.service.pending()).map { .pending($0) })
        #expect(found.findings.count == 1)
    }

    @Test("tells of a provisioning token that wears out, and not that it may do everything")
    func worn() throws {
        let now = fixture.clock.now
        let token = Token(
            id: 4711, label: "lockstep", scopes: .all, created: now, expiry: .at(now.advanced(by: 86_400)),
            prefix: "0123456789abcdef")
        let account = Account(
            id: RecordID(), name: try Label("worn"),
            identity: Identity(user: "worn", customer: "C", scopes: .all, isRestricted: false), token: token,
            sealed: now)
        let string = fixture.provider.provisioning
        try fixture.vault.seal(account, string: try SecretBytes(copying: string.span))
        #expect(try fixture.service.doctor().findings == [.account(account.name, .expiresSoon)])
    }

    @Test("tells of a damaged vault what it tells where it is open, though it does not open any more")
    func damaged() throws {
        try fixture.create("ci")
        Raw.run("DELETE FROM nodes", in: "\(fixture.folder.path)/vault.db")
        let open = try fixture.service.doctor()
        let shut = try fixture.examined()
        #expect(open.found == shut.found && open.isOpen && shut.isOpen)
        #expect(shut.damages.map(\.error.part).contains(.node))
    }

    @Test(
        "where no way to unlock it opens, that is told; what can be seen without keys, where that is damaged")
    func shut() throws {
        #expect(throws: Failure.vault(LedgerError(.wrongKey, .slot))) { try fixture.examined(isRight: false) }
        var outside = Examination()
        outside.note(LedgerError(.altered, .slot))
        let found = try fixture.examined(isRight: false, outside: outside)
        #expect(found == DoctorResult(outside, isOpen: false))
    }
}

extension ServiceFixture {
    /// What the doctor finds who opens the vault to look.
    fileprivate func examined(isRight: Bool = true, outside: Examination = Examination()) throws
        -> DoctorResult
    {
        try Service.doctor(
            door, .keyFile(isRight ? try unlocking() : SecretBytes(copying: Random.bytes(32).span)),
            outside: outside, now: clock.now)
    }
}
