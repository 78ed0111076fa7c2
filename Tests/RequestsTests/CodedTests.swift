import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

/// A value of any of the types that pass between processes.
typealias Sample = Coded & Hashable & Sendable

@Suite("What a request, a plan and an answer are made of")
struct CodedTests {
    static let held: [any Sample] = [
        Samples.record, Samples.account, Samples.policy, Samples.grant, Samples.token, Samples.receipt,
        Samples.statement,
        Samples.entry, Samples.report, ArchiveReport(files: 1, entries: 2, passedOver: 3), Samples.readings,
        Samples.reconciliation, Progress(total: 9, through: 3, heldUp: 2), Samples.pending.setback,
        Samples.ledger, Samples.provider, UnreadableToken(id: 4711, .length), TokenID("a-b"),
        Destination("http://127.0.0.1:8080/git"), Samples.address, GrantChange.add(Samples.grant),
        GrantChange.remove(3), GrantChange.clear, Expiry.never, Scopes.all,
        SlotOutline(SlotID(), .passphrase, cost: .moderate, note: SlotNote("a", added: Samples.now)),
        SlotOutline(SlotID(), .person, publicKey: [1, 2, 3]), SlotOutline(SlotID(), nil),
        Samples.sharesSlot,
        Label.Problem.length(0), Label.Problem.controlCharacter, Label.Problem.surroundingSpace,
        Label.Problem.reserved, Sync.Finding(account: Samples.account, result: .failure(.stillAlive)),
        Sync.Finding(account: Samples.account, result: .success(Samples.reconciliation)),
    ]

    static let requests: [any Sample] = [
        AdoptRequest(Samples.label, .prefix("0123"), account: "work"),
        TrialRequest(account: "work", host: "api.example:8443"),
        AuditRequest(labels: ["ci"], events: ["handed-out"], since: "3d", limit: "7"),
        CreateRequest(
            Samples.label, scopes: ["linodes:rw"], unknownScopes: ["new:ro"], isFullAccess: true,
            expiry: "90d", account: "work"), ListRequest(account: "work", isAll: true, expiring: "30d"),
        ListRequest(isExpired: true, patterns: ["ci/*", "x"], order: .expiry, tags: ["a"], owner: "ada"),
        Samples.words, Samples.spec, ApplyRequest([Samples.spec], prunes: true, account: "work"),
        CheckRequest(
            patterns: ["ci/*"], excluded: ["x", "y"], warn: "14d", critical: "3d", warnsOfNever: true),
        DecideRequest(TokenSelection(labels: [Samples.label], patterns: ["ci/*"]), Samples.words),
        LoginRequest(name: Samples.label, address: Samples.address),
        SyncRequest(isDueOnly: true),
        TokenSelection(
            labels: [Samples.label, .vault], isAll: true, patterns: ["ci/*"], isExpired: true, account: "work"
        ),
        TokenSelection(labels: [Samples.label], expiring: "14d", generation: 3), CodedTests.rotating,
        RemoteName.id(4711), RemoteName.prefix("0123"), RemoteName.string,
    ]

    static let answers: [any Sample] =
        [
            AdoptPlan(Samples.label, Samples.account, id: 4711), RevokePlan([Samples.view, Samples.view]),
            UnmanagedPlan(Samples.account, Samples.token), Samples.view,
            PolicyView(Samples.label, Samples.policy, of: Samples.record),
            PolicyView(Samples.label, nil, of: nil), Samples.step,
            RotatePlan([
                RotatePlan.Step(
                    Samples.view, scopes: .all, expiry: .never,
                    overlap: .init(seconds: 60, endsWhenRead: true))
            ]), Rotated(Samples.view, new: Samples.view, until: Samples.now, .planOutdated),
            Rotated(Samples.view, new: nil, until: nil, nil),
            ApplyPlan([Samples.step], unchanged: 7, account: "work", interrupted: [Samples.pending]),
            Applied(Samples.step, .planOutdated, isSkipped: true),
            TokenView(Samples.record, account: ""), Samples.pending,
            Adopted(Samples.view, keptLabel: .provider(Samples.provider)),
            Trial.own(Samples.token, account: Samples.label), Trial.unlisted(account: Samples.label),
            Trial.foreign(user: "eve"), Trial.dead, Trial.elsewhere,
            Revoked(Samples.view, .elsewhere, receipt: Samples.receipt),
            LoginPlan(
                Samples.account, inPlaceOf: Samples.account,
                [.cannotCreate, .lacks(["linodes:rw"]), .expiresSooner]),
            AuditPage([Samples.entry, Samples.entry], isCut: true, verified: Samples.report),
            ReceiptView(
                Samples.record, Samples.receipt, key: [UInt8](repeating: 1, count: 32), Samples.statement),
            SyncResult(
                SyncResult.State.allCases.map { SyncResult.Line(Samples.pending, $0, .planOutdated) },
                [Sync.Finding(account: Samples.account, result: .failure(.vanished))],
                restored: SyncResult.Restoration(since: Samples.now, isOver: true),
                deposits: Samples.deposits),
            VaultCounts(
                tokens: 1, expiring: 2, watching: 3, pending: [Samples.pending], accounts: [Samples.account],
                changes: Samples.changes, recent: CodedTests.recent, restored: Samples.now),
            CodedTests.recent,
            RecentChanges(ChangePlace(vault: [], counter: 0), isKnown: false, isCut: true),
            Samples.checked, CheckResult(), Samples.metrics, VaultMetrics(), Samples.timed, Samples.why,
            TimelineItem(Samples.view), WhyResult(Samples.view, recent: Samples.now),
            RotatedAccount(Samples.account, former: Samples.token.id, .planOutdated),
            ExpiryWarning(
                Samples.label, account: "work", id: Samples.token.id, expiry: Samples.now, days: 3),
            Samples.examination, Samples.doctor, DoctorResult(Examination(), isOpen: false),
            LeakKey([UInt8](repeating: 5, count: 32)), Samples.mark,
            LeakMark(.remote, label: "x", account: "", id: nil, prefix: ""),
            VaultSettings(
                auditKeep: 86_400, askpass: "/usr/bin/askpass", hook: "/usr/bin/told",
                changes: Samples.changes, backup: "/b"),
        ]
        + RemoteTokenView.Standing.allCases.map {
            RemoteTokenView(Samples.token, account: Samples.label, $0)
        }

    static var rotating: RotateRequest {
        var request = RotateRequest(TokenSelection(labels: [Samples.label]))
        (request.scopes, request.unknownScopes, request.isFullAccess) = (["linodes:ro"], ["new:ro"], true)
        (request.expiry, request.overlap, request.endsWhenRead) = ("90d", "2h", true)
        return request
    }

    static var recent: RecentChanges {
        var recent = RecentChanges(ChangePlace(vault: [1, 2], counter: 9), isKnown: true)
        for _ in 0..<2 { recent.add(Samples.entry) }
        recent.add(AuditEntry(.tokenActive, time: Samples.now, label: "ci", interface: .agent))
        return recent
    }

    @Test("is read as it was written", arguments: held + requests + answers)
    func whole(_ sample: any Sample) throws { try CodedTests.check(sample) }

    /// The value comes back; what is cut anywhere, or longer by a byte, does not; and whatever a byte becomes, reading it ends.
    static func check<V: Sample>(_ value: V) throws {
        let bytes = value.encoded
        #expect(try V(bytes) == value)
        #expect(throws: SecretsError.malformed) { try V(bytes + [0]) }
        for count in bytes.indices {
            #expect(throws: SecretsError.self, "\(V.self) cut to \(count)") {
                try V(Array(bytes[..<count]))
            }
            var changed = bytes
            changed[count] ^= 0x81
            _ = try? V(changed)
        }
    }

    @Test("is refused where no such value can be")
    func impossible() {
        #expect(throws: SecretsError.malformed) { try GrantChange([2] + [UInt8](repeating: 0xFF, count: 8)) }
        #expect(throws: SecretsError.malformed) { try Progress(Progress(total: 1, through: 2).encoded) }
        #expect(throws: SecretsError.malformed) {
            try Progress(Progress(total: .max, through: .max, heldUp: .max).encoded)
        }
        #expect(throws: SecretsError.malformed) {
            try VaultCounts(
                VaultCounts(tokens: -1, expiring: 0, watching: 0, pending: [], accounts: []).encoded)
        }
        #expect(throws: SecretsError.malformed) { try Destination("HTTPS://host".encoded) }
        #expect(throws: SecretsError.malformed) { try ProviderAddress("https://host/".encoded) }
        #expect(throws: SecretsError.malformed) { try Label(" ci".encoded) }
        #expect(throws: SecretsError.malformed) { try SyncResult.State("gone".encoded) }
        var twice = Writer()
        twice.value([Samples.label, Samples.label])
        twice.raw([UInt8](repeating: 0, count: 7))
        #expect(throws: SecretsError.malformed) { try TokenSelection(twice.bytes) }
    }

    @Test("of a reason, all that it carries is kept, though the journal keeps less")
    func reasons() throws {
        let reason = Reason.ledger(Samples.ledger)
        #expect(try Reason(reason.encoded) == reason)
        let plain: [Reason] = [
            .unknownOutcome, .grantedOtherwise, .unusableString, .stillAlive, .vanished, .mismatch, .stopped,
            .superseded, .notScrubbed, .strayDeleted, .unreadableListing, .abandoned, .stillListed,
            .impossible(.listing), .provider(Samples.provider),
        ]
        for reason in plain { try CodedTests.check(reason) }
    }
}
