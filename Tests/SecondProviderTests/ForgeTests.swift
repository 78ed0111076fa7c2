import Lifecycle
import ProviderProfiles
import TestSupport
import Testing

@Suite("A second provider")
struct ForgeTests {
    @Test(
        "creates a token that keeps its first label there, has the vault's here, and the day that was meant")
    func creating() throws {
        let world = try ForgeWorld()
        #expect(try world.run(try world.creation("ci")) == .done)
        let record = try world.record("ci")
        #expect(record.state == .active && record.token.id.number == nil)
        #expect(ProvisionalLabel(record.token.label)?.nonce == record.nonce)
        #expect(record.token.scopes.text == "contents:read_write issues:read_write")
        #expect(record.token.expiry.moment.map { $0.seconds % 86_400 } == 0)
        let found = try world.sync()
        #expect(found.managed.map(\.record.id) == [record.id] && found.drifted.isEmpty && found.gone.isEmpty)
    }

    @Test("stopped at any point of a creation, one sync leaves a token for each record and none besides")
    func stopped() throws {
        for point in 0..<12 {
            let world = try ForgeWorld()
            try world.run(try world.creation("ci"), stoppedAt: point)
            try world.sync()
            let living = try world.open().records().filter { $0.state == .active }.map(\.token.id)
            #expect(Set(living) == Set(world.provider.others.map(\.token.id)), "stopped at \(point)")
        }
    }

    @Test("that grants other scopes, or another day, than asked for is not trusted")
    func grantedOtherwise() throws {
        let world = try ForgeWorld()
        let asked = try world.provider.profile.catalog.scopes(["packages:ro"])
        let rules = world.provider.profile.rules
        #expect(!rules.agree(.only(["packages": .readWrite]), with: asked))
        #expect(!rules.agree(.only(["contents": .readWrite]), with: .only(["repo": .readWrite])))
        let day = Instant(seconds: 30 * 86_400)
        #expect(rules.agree(.at(day), with: .at(day.advanced(by: 86_399))))
        #expect(!rules.agree(.at(day), with: .at(day.advanced(by: 86_400))))
        #expect(!rules.agree(.at(day), with: .at(day.advanced(by: -1))))
    }

    @Test("renames in the vault alone, and asks for nothing")
    func renaming() throws {
        let world = try ForgeWorld()
        try world.run(try world.creation("ci"))
        let (record, before) = (try world.record("ci"), world.provider.log.count)
        let renaming = Renaming(
            try world.subject("ci", record.id), token: record.token.id, to: try Label("cd"))
        #expect(try world.run(renaming) == .done)
        #expect(world.provider.log.count == before)
        let renamed = try world.record("cd")
        #expect(renamed.id == record.id && renamed.token == record.token)
        #expect(try world.open().record(named: try Label("ci")) == nil)
        #expect(try world.sync().drifted.isEmpty)
    }

    @Test("adopts what was made elsewhere, and revokes both for good")
    func adoptingAndRevoking() throws {
        let world = try ForgeWorld()
        try world.run(try world.creation("ci"))
        let made = world.provider.keep("by hand", .only(["packages": .readOnly]), .never)
        let adoption = Adoption(try world.subject("hand"), token: made.token.id)
        #expect(try world.run(adoption, string: made.string) == .done)
        for label in ["ci", "hand"] {
            let record = try world.record(label)
            let revocation = Revocation(
                try world.subject(label, record.id), token: record.token.id, cause: .asked)
            #expect(try world.run(revocation) == .done)
        }
        #expect(world.provider.others.isEmpty)
        try world.open().examine()
    }
}
