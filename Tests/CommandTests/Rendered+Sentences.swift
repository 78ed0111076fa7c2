import Requests
import TestSupport

@testable import Command
@testable import Lifecycle

// Sentences: what became of something, and what is to be agreed to.

extension Rendered {
    static let sentences = [
        Rendered.lines("done") {
            let record = Value.record(Value.wide)
            return [
                Sentence.created(Value.record(), now: Value.now),
                Sentence.created(Value.record(Value.wide, Value.eternal), now: Value.now),
                Sentence.renamed(Value.label("a"), to: Value.wide), Sentence.adopted(record),
                Sentence.forgotten(record), Sentence.revoked(record), Sentence.deleted(Value.eternal),
                Sentence.sealed(Value.account(), now: Value.now),
                Sentence.replaced(Value.eternal, of: Value.account()), Sentence.wiped(Value.account()),
            ]
        },
        Rendered.lines("apply") {
            var spec = TokenSpec(Value.label("ci"))
            (spec.scopes, spec.policy.lifetime) = (["linodes:rw", "domains:ro"], "90d")
            var dated = spec
            (dated.expiry, dated.policy.lifetime, dated.isFullAccess) = ("2028-01-31", nil, true)
            let view = Value.view()
            let steps = [
                ApplyStep(.set, Value.label("ci"), before: view, spec: spec, policy: Value.policy),
                ApplyStep(.set, Value.label("ci"), before: view, spec: spec, policy: Policy()),
                ApplyStep(.create, Value.wide, spec: spec, policy: Value.policy),
                ApplyStep(.create, Value.label("cd"), spec: dated),
                ApplyStep(
                    .rotate, Value.label("ci"), before: view, spec: spec, causes: [.scopes, .lifetime]),
                ApplyStep(
                    .rotate, Value.label("ci"), before: view, spec: dated, causes: [.expiry, .expired]),
                ApplyStep(.revoke, Value.label("old"), before: view),
            ]
            let plan = ApplyPlan(
                steps, unchanged: 193, account: nil, interrupted: [Value.pending(isHeld: false)])
            let none = ApplyPlan([], unchanged: 1, account: nil, interrupted: [])
            let words = ApplyWords(plan, now: Value.now)
            let applied = AppliedWords(
                steps.map { step in
                    Applied(
                        step, step.action == .rotate ? .planOutdated : nil, isSkipped: step.action == .revoke)
                }, unchanged: 193)
            return words.lines + [words.summary, ApplyWords(none, now: Value.now).summary]
                + applied.lines.map(\.text) + [applied.problem?.message ?? ""]
        },
        Rendered.lines("rotated") {
            func rotated(old: Int64?, new: Int64, until: Int64?, lifetime: String? = nil) -> String {
                var record = Value.record(
                    Value.label("ci"), Value.token(9, expiry: .at(Value.days(new))), .active)
                if lifetime != nil { record.policy = Value.policy }
                var old = Value.record(
                    Value.label("ci"), Value.token(8, expiry: old.map { .at(Value.days($0)) } ?? .never),
                    .retiring)
                old.generation = 1
                return Sentence.rotated(
                    Rotated(Value.view(old), new: Value.view(record), until: until.map(Value.days), nil),
                    now: Value.now)
            }
            return [
                rotated(old: 9, new: 90, until: 1), rotated(old: nil, new: 90, until: nil),
                rotated(old: 5, new: 5, until: 30), rotated(old: -1, new: 5, until: 30),
                rotated(old: 60, new: 1, until: 2), rotated(old: 9, new: 89, until: 1, lifetime: "90d"),
                rotated(old: 9, new: 29, until: 1, lifetime: "90d"),
            ]
        },
        Rendered.lines("policy remarks") {
            func remarks(_ expiry: Expiry, _ days: Int64, _ renewal: Policy.Renewal, _ overlap: UInt32)
                -> String
            {
                var record = Value.record(Value.label("ci"), Value.token(9, expiry: expiry))
                var policy = Policy()
                policy.lifetime = days == 0 ? nil : CalendarDuration(seconds: days * 86_400)
                (policy.renewal, policy.overlap) = (renewal, overlap)
                record.policy = policy
                return "\(days)d \(renewal.words) \(overlap): "
                    + record.remarks(now: Value.now).joined(separator: " ")
            }
            let day: UInt32 = 86_400
            return [
                remarks(.at(Value.days(89)), 90, .twoThirds, 3600), remarks(.never, 0, .twoThirds, 300 * day),
                remarks(.at(Value.days(29)), 90, .twoThirds, 3600), remarks(.never, 30, .twoThirds, 3600),
                remarks(.never, 1, .percent(50), 3600), remarks(.never, 30, .never, 3600),
                remarks(.at(Value.days(89)), 90, .never, 3600),
                remarks(.at(Value.days(29)), 90, .never, 3600),
                remarks(.at(Value.days(89)), 90, .twoThirds, 30 * day),
                remarks(.at(Value.days(89)), 90, .twoThirds, 31 * day),
                remarks(.at(Value.days(89)), 90, .never, 91 * day),
            ]
        },
        Rendered.lines("chosen") {
            [
                Sentence.chosen(Value.view()), Sentence.chosen(Value.eternal),
                Sentence.chosen(Value.record(Value.wide), now: Value.now),
            ]
        },
        Rendered.lines("pending") {
            [
                Value.pending(isHeld: false), Value.pending(isHeld: true),
                Value.pending(isHeld: true, isManaged: false),
            ].map { PendingRow(view: $0, now: Value.now, vault: "/v").line }
        },
        Rendered.lines("revoked") {
            let failed = Failure.unfinished(.stillAlive, .pending, nil)
            let (done, not) = (
                Revoked(Value.view(), nil, receipt: nil), Revoked(Value.views[2], failed, receipt: nil)
            )
            return [[], [done], [not], [done, not, Revoked(Value.views[1], .elsewhere, receipt: nil)]].flatMap
            { revoked in
                let words = RevokedWords(revoked)
                return words.lines(isJSON: false).map(\.text) + [
                    "for scripts: \(words.lines(isJSON: true).map(\.text))"
                ]
                    + [words.problem.map { "\($0.exit) \($0.message)" } ?? "done"]
            }
        },
        Rendered.lines("sync") {
            let lines: [SyncResult.Line] = [
                .init(Value.pending(isHeld: false), .done, nil),
                .init(
                    Value.pending(isHeld: true, isManaged: false), .pending,
                    .unfinished(.stillAlive, .pending, nil)),
            ]
            let account = Value.account()
            var renamed = Value.record(Value.label("renamed"), Value.token(2))
            renamed.nonce = nil
            let found = Reconciliation(
                listing: TokenListing([
                    Value.token(1), Value.token(2, "called otherwise", expiry: .at(Value.days(1))),
                ]),
                of: account, accounts: [account],
                records: [renamed, Value.record(Value.label("lost"), Value.token(9))], operations: [])
            let findings = [
                Sync.Finding(account: account, result: .success(found)),
                Sync.Finding(
                    account: Value.account("other"),
                    result: .failure(.provider(ProviderFailure(.unreachable)))),
            ]
            let elsewhere = Reconciliation(
                listing: TokenListing([
                    Value.token(3, "made since"),
                    Token(
                        id: 4, label: "made before", scopes: .all, created: Value.days(-99), expiry: .never,
                        prefix: ""),
                ]), of: account, accounts: [account], records: [], operations: [])
            let restored = [true, false].map { isOver in
                SyncResult(
                    [], [Sync.Finding(account: account, result: .success(elsewhere))],
                    restored: .init(since: Value.days(-9), isOver: isOver))
            }
            let deposited = SyncResult([], [], deposits: Value.deposits)
            return
                ([SyncResult([], []), SyncResult(lines, findings), SyncResult([], findings), deposited]
                + restored)
                .flatMap {
                    result in
                    let words = SyncWords(result: result, now: Value.now)
                    return words.lines.map(\.text) + [
                        words.problem.map { "\($0.exit) \($0.message)" } ?? "done"
                    ]
                }
        },
        Rendered.lines("weak account") {
            let account = Value.account(expiry: .at(Value.days(3)))
            return Warning.of(account, cannotCreate: true, now: Value.now).map { "\($0.code): \($0.message)" }
                + [Weakness.lacks(["linodes:read_write"]), .expiresSooner].map { "It \($0.sentence)." }
        },
    ]
}
