import Lifecycle
import Requests
import Secrets
import Testing

@testable import Service

@Suite("A request of each kind")
struct KindTests {
    /// One of each, with everything in it that may be there; a new kind is an error of the compiler until it stands here.
    private static func request(_ kind: RequestKind) throws -> any Request {
        let (ci, plan) = (try Label("ci"), RevokePlan([try view()]))
        switch kind {
        case .list: return ListRequest(account: "work", isAll: true, expiring: "3d", tags: ["a"], owner: "a")
        case .listRemote: return RemoteListRequest(ListRequest(account: "work"))
        case .show: return ShowRequest(ci)
        case .count: return CountRequest(days: 9, since: ChangePlace(vault: [1, 2], counter: 7))
        case .audit: return AuditRequest(labels: ["ci"], events: ["handed-out"], since: "1d", limit: "3")
        case .readers: return ReadersRequest(ci)
        case .receipt: return ReceiptRequest(ci)
        case .receiptKey: return ReceiptKeyRequest()
        case .settings: return SettingsRequest()
        case .grants: return GrantsRequest(ci)
        case .hosts: return HostsRequest(ci)
        case .slots: return SlotsRequest()
        case .planRevocation: return TokenSelection(labels: [ci], patterns: ["ci/*"], account: "work")
        case .planForgetting: return ForgetRequest([ci], account: "work")
        case .planUnmanaged: return UnmanagedRequest(.prefix("0123"), account: "work")
        case .planAdoption: return AdoptRequest(ci, .string, account: "work")
        case .planRotation:
            var request = RotateRequest(TokenSelection(labels: [ci], expiring: "9d"))
            (request.scopes, request.expiry, request.overlap) = (["linodes:ro"], "90d", "1h")
            return request
        case .rotate:
            return RotatePlan([
                RotatePlan.Step(
                    try view(), scopes: .all, expiry: .never,
                    overlap: .init(seconds: 60, endsWhenRead: true))
            ])
        case .rotateAccount: return RotateAccountRequest("work", expiry: "90d")
        case .tick: return TickRequest(isFull: true)
        case .rehearse: return RehearsalRequest()
        case .follow: return FollowRequest(AuditRequest())
        case .doctor: return DoctorRequest()
        case .check: return CheckRequest(patterns: ["ci/*"], excluded: ["x"], warn: "14d", critical: "3d")
        case .metrics: return MetricsRequest()
        case .timeline: return TimelineRequest(ListRequest(patterns: ["ci/*"]))
        case .why: return WhyRequest(ci)
        case .archived: return ArchivedRequest(path: "a", AuditRequest(labels: ["ci"]))
        case .archive: return ArchiveRequest(path: "a", interim: "a.new-0", before: "9d")
        case .trial: return TrialRequest(account: "work", host: "a:8")
        case .leakMarks: return LeakMarksRequest()
        case .create:
            return CreateRequest(
                ci, scopes: ["linodes:rw"], unknownScopes: ["new:ro"], expiry: "9d", account: "work",
                policy: words)
        case .rename: return RenameRequest(ci, to: try Label("cd"))
        case .revoke: return plan
        case .forget: return ForgetPlan(plan)
        case .revokeUnmanaged: return UnmanagedPlan(account(ci), try view().record.token)
        case .adopt: return AdoptPlan(ci, account(ci), id: TokenID("a-1"))
        case .policy: return PolicyRequest(ci)
        case .decide: return PolicyChange(ci, words)
        case .planDecision: return DecideRequest(TokenSelection(labels: [ci]), words)
        case .planApplication: return ApplyRequest([spec(ci)], prunes: true, account: "work")
        case .apply:
            return ApplyPlan(
                [ApplyStep(.rotate, ci, before: try view(), spec: spec(ci), causes: [.scopes])],
                unchanged: 3, account: "work", interrupted: [])
        case .sync: return SyncRequest(isDueOnly: true)
        case .mint: return MintRequest(CreateRequest(ci, scopes: ["linodes:rw"], expiry: "1h"), for: holder)
        case .endLease: return EndLeaseRequest(RecordID(), of: holder)
        }
    }

    private static func spec(_ label: Label) -> TokenSpec {
        var spec = TokenSpec(label)
        (spec.account, spec.scopes, spec.isFullAccess, spec.expiry) = ("work", ["a:ro"], true, "never")
        spec.policy = words
        return spec
    }

    private static var words: PolicyWords {
        var words = PolicyWords()
        (words.lifetime, words.renewal, words.overlap) = ("90d", "66%", "1h")
        (words.owner, words.purpose, words.tags, words.lost) = ("ada", "x", ["a"], ["b"])
        words.isCleared = true
        return words
    }
    private static let holder = LeaseHolder(
        boot: [UInt8](repeating: 1, count: 16), machine: [UInt8](repeating: 2, count: 16), device: 3, inode: 4
    )

    private static func account(_ name: Label) -> Account {
        Account(
            id: RecordID(), name: name,
            identity: Identity(user: "ada", customer: "A-1", scopes: .all, isRestricted: true), token: nil,
            sealed: Instant(seconds: 5))
    }

    private static func view() throws -> TokenView {
        let token = Token(
            id: try #require(TokenID("4711")), label: "ci", scopes: .all, created: nil, expiry: .never,
            prefix: "0123456789abcdef")
        let record = Record(
            id: RecordID(), account: RecordID(), label: try Label("ci"), state: .active, token: token,
            sealed: Instant(seconds: 5))
        return TokenView(record, account: "work")
    }

    @Test(
        "has its type and its number, is performed in one way, and is read as it was written",
        arguments: RequestKind.allCases)
    func kinds(_ kind: RequestKind) throws {
        let request = try KindTests.request(kind)
        #expect(type(of: request) == kind.type)
        let ways = [
            kind.type is any Served.Type, kind.type is any ServedStream.Type,
            kind.type is any ServedSecret.Type, kind.type is any ServedFile.Type,
        ]
        #expect(ways.count { $0 } == 1)
        #expect(kind.rank == (kind.rawValue < 32 ? .look : .change))
        try KindTests.check(request, kind)
    }

    private static func check<R: Request>(_ request: R, _ kind: RequestKind) throws {
        #expect(R.kind == kind)
        let bytes = request.encoded
        #expect(try R(bytes).encoded == bytes)
        #expect(throws: SecretsError.malformed) { try R(bytes + [0]) }
        for count in bytes.indices {
            #expect(throws: SecretsError.self) { try R(Array(bytes[..<count])) }
        }
    }
}
