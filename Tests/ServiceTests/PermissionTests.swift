import Lifecycle
import Requests
import Testing

@testable import Service

@Suite("Who may change tokens")
struct PermissionTests {
    static let now = Instant(seconds: 1_800_000_000)
    static let web = Grant(unit: "web.service", manages: true)
    static let tool = Grant(executable: "/bin/tool", manages: true)
    static let limited = settings {
        $0.ceiling = Ceiling(
            scopes: .only(["linodes": .readWrite, "domains": .readOnly]),
            lifetime: CalendarDuration(seconds: 90 * 86_400))
    }

    static func settings(_ set: (inout ChangeSettings) -> Void) -> ChangeSettings {
        var settings = ChangeSettings()
        set(&settings)
        return settings
    }

    static func authority(
        _ executable: HandOutUse.Executable = .unasked, unit: String = "", isProven: Bool = false,
        recent: [Int64] = []
    ) -> Authority {
        let caller = Caller(pid: 7, user: 1000, executable: "/bin/what-it-says", unit: unit)
        let facts = CallerFacts(caller, cgroup: "/system.slice/\(unit)", executable: executable)
        return Authority(facts, isProven: isProven, recent: recent)
    }

    static func creating(_ scopes: String, days: Int64?) -> ChangeScope {
        let expiry = days.map { Expiry.at(now.advanced(by: $0 * 86_400)) } ?? .never
        return ChangeScope(sealing: ChangeScope.Sealed(Scopes(provider: scopes), until: expiry))
    }

    static func token(_ label: String, _ rules: Grant...) throws -> ChangeScope.TokenRules {
        ChangeScope.TokenRules(try Label(label), rules)
    }

    private func decide(
        _ change: ChangeScope, by authority: Authority = authority(), _ settings: ChangeSettings
    ) -> Permission {
        Permission.decide(change, by: authority, under: settings, at: PermissionTests.now)
    }

    @Test("whoever says nothing of it lets the same user change everything")
    func unset() throws {
        let changes = [
            ChangeScope(), PermissionTests.creating("*", days: nil),
            ChangeScope(of: [try PermissionTests.token("a", Grant(executable: "/bin/reader"))]),
        ]
        for change in changes { #expect(decide(change, ChangeSettings()) == .allowed) }
    }

    @Test("a vault that hands out only has its agent change nothing, but for who shows what unlocks it")
    func handsOutOnly() throws {
        let only = PermissionTests.settings { $0.isHandsOutOnly = true }
        for change in [
            ChangeScope(), PermissionTests.creating("", days: 1),
            ChangeScope(of: [try PermissionTests.token("a", PermissionTests.tool)]),
        ] { #expect(decide(change, only) == .refused(.handsOutOnly)) }
        #expect(decide(ChangeScope(), by: PermissionTests.authority(isProven: true), only) == .allowed)
    }

    private static let all: Scopes = .only(["linodes": .readWrite, "domains": .readOnly])

    @Test(
        "what is created or adopted stays below the ceiling, which is reached and not passed",
        arguments: [
            ("linodes:read_write domains:read_only", 90, nil), ("linodes:read_only", 1, nil), ("", 90, nil),
            ("domains:read_write", 90, .scopes(.only(["domains": .readWrite]), allowed: all)),
            (
                "linodes:read_only volumes:read_only", 90,
                .scopes(.only(["volumes": .readOnly]), allowed: all)
            ),
            ("*", 90, .scopes(.all, allowed: all)),
            ("linodes:read_only", 91, .lifetime(CalendarDuration(seconds: 90 * 86_400))),
            ("linodes:read_only", nil, .lifetime(CalendarDuration(seconds: 90 * 86_400))),
        ] as [(String, Int64?, Ceiling.Excess?)])
    func ceiling(_ scopes: String, _ days: Int64?, _ excess: Ceiling.Excess?) {
        let change = PermissionTests.creating(scopes, days: days)
        #expect(
            decide(change, PermissionTests.limited)
                == (excess.map { .refused(.aboveCeiling($0)) } ?? .allowed))
        let proven = PermissionTests.authority(isProven: true)
        #expect(decide(change, by: proven, PermissionTests.limited) == .allowed)
    }

    @Test("a ceiling is about what is created or adopted, and about nothing else")
    func ceilingOfOthers() throws {
        let change = ChangeScope(of: [try PermissionTests.token("a")])
        #expect(decide(change, PermissionTests.limited) == .allowed)
        #expect(decide(ChangeScope(), PermissionTests.limited) == .allowed)
    }

    @Test("a lifetime in months is a calendar's")
    func months() throws {
        let most = PermissionTests.settings { $0.ceiling.lifetime = CalendarDuration(months: 6) }
        let end = PermissionTests.now.adding(months: 6)
        for (late, isAllowed) in [(Int64(0), true), (1, false)] {
            let sealed = ChangeScope.Sealed(.all, until: .at(end.advanced(by: late)))
            #expect((decide(ChangeScope(sealing: sealed), most) == .allowed) == isAllowed)
        }
    }

    @Test(
        "so many changes an hour are made, and the next one as soon as the hour of the first of them is over",
        arguments: [
            ([], 2, nil), ([1000], 2, nil), ([1000, 1], 2, 3599), ([3_599_999, 1], 2, 1),
            ([3_000_000, 2_000_000, 1], 2, 1600), ([3_600_000, 1], 2, nil), ([1], 1, 3600),
        ] as [([Int64], Int, Int64?)])
    func often(_ recent: [Int64], _ most: Int, _ wait: Int64?) {
        let few = PermissionTests.settings { $0.changesAnHour = most }
        let permission = decide(ChangeScope(), by: PermissionTests.authority(recent: recent), few)
        let refusal = wait.map { Failure.tooManyChanges(most, until: PermissionTests.now.advanced(by: $0)) }
        #expect(permission == (refusal.map { .refused($0) } ?? .allowed))
        let proven = PermissionTests.authority(isProven: true, recent: recent)
        #expect(decide(ChangeScope(), by: proven, few) == .allowed)
    }

    @Test("a sync counts for none of them")
    func sync() {
        let few = PermissionTests.settings { $0.changesAnHour = 1 }
        let authority = PermissionTests.authority(recent: [1, 1])
        #expect(decide(ChangeScope(isCounted: false), by: authority, few) == .allowed)
    }

    @Test("sixty changes an hour are made where nothing is set")
    func usual() {
        let some = PermissionTests.authority(recent: Array(repeating: 5, count: 59))
        let full = PermissionTests.authority(recent: Array(repeating: 5, count: 60))
        #expect(decide(ChangeScope(), by: some, ChangeSettings()) == .allowed)
        #expect(
            decide(ChangeScope(), by: full, ChangeSettings())
                == .refused(.tooManyChanges(60, until: PermissionTests.now.advanced(by: 3600))))
    }
}

@Suite("Rules on changes")
struct ManagePermissionTests {
    private typealias P = PermissionTests
    /// Who asks, what is asked for: of the vault's rules and of two tokens' own.
    private static let refused = Permission.refused(.notManager(nil, isHidden: false))

    @Test(
        "the vault's rules hold for every change, and what unlocks the vault does not lift them",
        arguments: [
            ([P.web], P.authority(unit: "web.service"), .allowed),
            ([P.web], P.authority(unit: "other.service"), refused),
            ([P.tool], P.authority(), .unchallenged),
            ([P.tool], P.authority(.proven("/bin/tool")), .allowed),
            ([P.tool], P.authority(.proven("/bin/other"), unit: "a.service"), refused),
            ([P.tool], P.authority(.unproven), .refused(.notManager(nil, isHidden: true))),
            ([P.tool], P.authority(.hidden), .refused(.notManager(nil, isHidden: true))),
            ([P.tool, P.web], P.authority(.unproven, unit: "web.service"), .allowed),
        ] as [([Grant], Authority, Permission)])
    func ofVault(_ managers: [Grant], _ authority: Authority, _ permission: Permission) throws {
        let settings = P.settings { $0.managers = managers }
        for isProven in [true, false] {
            var authority = authority
            authority.isProven = isProven
            for change in [
                ChangeScope(), P.creating("*", days: nil), ChangeScope(of: [try P.token("a", P.web, P.tool)]),
            ] where change.tokens.isEmpty || permission != .allowed {
                let found = Permission.decide(change, by: authority, under: settings, at: P.now)
                #expect(found == permission)
            }
        }
    }

    @Test(
        "a token's rules hold for its own changes, beside those of the vault; one token's refusal is the request's"
    )
    func ofTokens() throws {
        let (web, other) = (P.authority(unit: "web.service"), P.authority(unit: "other.service"))
        let (free, ruled) = (try P.token("free", Grant(unit: "reader.service")), try P.token("ruled", P.web))
        func decide(_ tokens: ChangeScope.TokenRules..., by authority: Authority, _ managers: Grant...)
            -> Permission
        {
            let settings = P.settings { $0.managers = managers }
            return Permission.decide(ChangeScope(of: tokens), by: authority, under: settings, at: P.now)
        }
        let refused = Permission.refused(.notManager(try Label("ruled"), isHidden: false))
        #expect(decide(free, ruled, by: web) == .allowed && decide(free, ruled, by: other) == refused)
        #expect(decide(free, by: other) == .allowed && decide(free, by: other, P.web) == Self.refused)
        let narrow = Grant(unit: "other.service", manages: true)
        #expect(decide(ruled, by: web, narrow) == Self.refused && decide(ruled, by: other, narrow) == refused)
    }

    @Test("a rule on hand-outs says nothing of changes, and one on changes nothing of hand-outs")
    func apart() throws {
        let reader = Grant(unit: "reader.service")
        let facts = P.authority(unit: "web.service").facts
        #expect(Grant.verdict(of: [reader], onChangeBy: facts) == .allowed)
        #expect(Grant.verdict(of: [reader, P.web], onChangeBy: facts) == .allowed)
        var use = HandOutUse(verb: "get", time: P.now, caller: facts.caller, cgroup: facts.cgroup)
        use.executable = .proven("/bin/x")
        #expect(Grant.verdict(of: [P.tool], on: use) == .allowed)
        #expect(Grant.verdict(of: [reader, P.web], on: use) == .denied)
    }
}
