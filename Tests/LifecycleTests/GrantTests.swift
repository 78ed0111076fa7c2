import Secrets
import TestSupport
import Testing

@testable import Lifecycle

@Suite("Grants")
struct GrantTests {
    private static func use(
        _ executable: String, unit: String = "", cgroup: String = "",
        _ confirmation: HandOutUse.Confirmation = .unasked
    ) -> HandOutUse {
        let caller = Caller(pid: 9, user: 1000, executable: executable, unit: unit)
        var use = HandOutUse(verb: "get", time: Instant(seconds: 0), caller: caller, cgroup: cgroup)
        (use.confirmation, use.executable) = (confirmation, .proven(executable))
        return use
    }

    private static let terraform = Grant(executable: "/usr/bin/terraform")
    private static let web = Grant(unit: "web.service")
    private static let both = Grant(executable: "/usr/bin/terraform", unit: "web.service")
    private static let docker = Grant(cgroup: "/system.slice/docker-*.scope")
    private static let asked = Grant(confirmation: .askpass)

    @Test(
        "allow, deny, or want a person",
        arguments: [
            ([], use(""), .allowed),
            ([terraform], use("/usr/bin/terraform"), .allowed),
            ([terraform], use("/usr/bin/terraform2"), .denied),
            ([terraform], use("/usr/bin/terraform (deleted)"), .denied),
            ([terraform], use(""), .denied),
            ([web], use("/bin/x", unit: "web.service"), .allowed),
            ([web], use("/bin/x", unit: "web.service.scope"), .denied),
            ([both], use("/usr/bin/terraform", unit: "web.service"), .allowed),
            ([both], use("/usr/bin/terraform"), .denied),
            ([terraform, web], use("/bin/x", unit: "web.service"), .allowed),
            ([docker], use("/bin/x", cgroup: "/system.slice/docker-1a.scope"), .allowed),
            ([docker], use("/bin/x", cgroup: "/system.slice/other.scope"), .denied),
            ([Grant(cgroup: "*")], use("/bin/x"), .denied),
            ([asked], use("/bin/x"), .unconfirmed(.askpass)),
            ([asked], use("/bin/x", .given), .allowed),
            ([asked], use("/bin/x", .refused), .denied),
            ([terraform], use("/bin/x", .given), .denied),
            ([asked, terraform], use("/usr/bin/terraform"), .allowed),
            ([asked, terraform], use("/bin/x"), .unconfirmed(.askpass)),
        ] as [([Grant], HandOutUse, Grant.Verdict)])
    func verdicts(_ grants: [Grant], _ use: HandOutUse, _ verdict: Grant.Verdict) {
        #expect(Grant.verdict(of: grants, on: use) == verdict)
    }

    @Test(
        "a rule on an executable is for a caller that was challenged, and is looked at before a person is asked",
        arguments: [
            ([terraform], .unasked, .unchallenged), ([terraform], .unproven, .denied),
            ([terraform], .hidden, .denied), ([], .hidden, .allowed),
            ([both], .unasked, .denied), ([terraform, web], .unasked, .unchallenged),
            ([asked], .unasked, .unconfirmed(.askpass)), ([asked, terraform], .unasked, .unchallenged),
            ([asked, terraform], .unproven, .unconfirmed(.askpass)), ([], .unasked, .allowed),
            ([], .unproven, .allowed),
        ] as [([Grant], HandOutUse.Executable, Grant.Verdict)])
    func unchallenged(_ grants: [Grant], _ executable: HandOutUse.Executable, _ verdict: Grant.Verdict) {
        var use = GrantTests.use("/usr/bin/terraform", unit: "other.service", cgroup: "/other.service")
        use.executable = executable
        #expect(Grant.verdict(of: grants, on: use) == verdict)
        let isNamed = grants.contains { $0.executable != nil }
        #expect(
            Grant.areBlind(grants, to: use.facts) == (isNamed && [.unproven, .hidden].contains(executable)))
    }

    @Test("are blind to a caller whose control group is hidden, where one names it")
    func hidden() {
        #expect(Grant.areBlind([GrantTests.web], to: GrantTests.use("").facts))
        #expect(Grant.areBlind([GrantTests.docker], to: GrantTests.use("").facts))
        #expect(!Grant.areBlind([GrantTests.asked], to: GrantTests.use("").facts))
    }

    @Test("of version 1 of the vault format stand behind a record, which without any has nothing there")
    func format1() throws {
        var record = Record(
            id: RecordID(), account: RecordID(), label: try Label("ci"), state: .active,
            token: Token(
                id: 7, label: "ci", scopes: .only([:]), created: nil, expiry: .never, prefix: "0123"),
            sealed: Instant(seconds: 5))
        var bare = Writer()
        record.account.encode(to: &bare)
        record.label.encode(to: &bare)
        bare.number(record.generation)
        bare.byte(record.state.rawValue)
        record.token.encode(to: &bare)
        bare.flag(false)
        record.sealed.encode(to: &bare)
        bare.raw([0, 0])
        var without = Reader(bare.bytes)
        #expect(try Record(id: record.id, format1: &without) == record)
        record.grants = [GrantTests.both, GrantTests.docker, GrantTests.asked]
        var full = bare
        full.byte(3)
        for grant in record.grants {
            for condition in [grant.executable, grant.unit, grant.cgroup] { full.value(condition) }
            full.flag(grant.confirmation != nil)
        }
        var reader = Reader(full.bytes)
        #expect(try Record(id: record.id, format1: &reader) == record)
        try reader.end()
        // A list that is there and empty is no writer's.
        var wrong = Reader(bare.bytes + [0])
        #expect(throws: SecretsError.malformed) { _ = try Record(id: record.id, format1: &wrong) }
    }
}
