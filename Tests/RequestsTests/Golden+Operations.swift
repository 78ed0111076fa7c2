import Requests
import TestSupport

@testable import Lifecycle

// What was revoked, finished and found.

extension Golden {
    static let operations = [
        Golden("operation") {
            [
                ("interrupted", Form.pending(isHeld: false).json(Form.wording)),
                ("held up", Form.pending(isHeld: true).json(Form.wording)),
                ("of no record", Form.pending(isHeld: true, isManaged: false).json(Form.wording)),
            ]
        },
        Golden("apply") {
            let view = Form.view(Form.record())
            let steps = [
                ApplyStep(.create, Form.unicode, policy: Form.policy),
                ApplyStep(.rotate, Form.label("ci"), before: view, causes: [.scopes, .lifetime]),
                ApplyStep(.revoke, Form.label("ci"), before: view),
            ]
            let failure = Failure.unfinished(.stillAlive, .pending, nil)
            return [
                ("nothing", .applied([], unchanged: 3, isRehearsal: false, Form.wording)),
                (
                    "rehearsed",
                    .applied(steps.map { Applied($0) }, unchanged: 0, isRehearsal: true, Form.wording)
                ),
                (
                    "half",
                    .applied(
                        [
                            Applied(steps[0]), Applied(steps[1], failure), Applied(steps[2], isSkipped: true),
                        ], unchanged: 2, isRehearsal: false, Form.wording)
                ),
            ]
        },
        Golden("revoked") {
            let (view, other) = (Form.view(Form.record(state: .gone)), Form.view(Form.record(Form.unicode)))
            let failure = Failure.unfinished(.stillAlive, .pending, nil)
            return [
                (
                    "none",
                    .revoked(
                        [], RevokedCounts(revoked: 0, pending: 0, failed: 0), Form.wording, key: Form.key)
                ),
                (
                    "two of three",
                    .revoked(
                        [
                            Revoked(view, nil, receipt: Form.receipt), Revoked(other, failure, receipt: nil),
                            Revoked(view, nil, receipt: nil),
                        ], RevokedCounts(revoked: 2, pending: 1, failed: 0), Form.wording, key: Form.key)
                ),
                ("made elsewhere", .deleted(Form.token(99, label: "日本"))),
                ("forgotten", .forgotten([Form.record(), Form.record(Form.unicode, Form.eternal)])),
            ]
        },
        Golden("sync") {
            let lines: [SyncResult.Line] = [
                .init(Form.pending(isHeld: false), .done, nil),
                .init(
                    Form.pending(isHeld: true, isManaged: false), .pending,
                    .unfinished(.stillAlive, .pending, nil)),
                .init(Form.pending(isHeld: false), .open, .elsewhere),
            ]
            let findings = [
                Form.found,
                Sync.Finding(account: Form.account(isWhole: false), result: .failure(.stillAlive)),
            ]
            return [
                ("nothing", SyncResult([], []).json(Form.wording, now: Form.now, isRehearsal: false)),
                ("rehearsed", SyncResult(lines, []).json(Form.wording, now: Form.now, isRehearsal: true)),
                ("found", SyncResult(lines, findings).json(Form.wording, now: Form.now, isRehearsal: false)),
                (
                    "deposited",
                    SyncResult([], [], deposits: Samples.deposits)
                        .json(Form.wording, now: Form.now, isRehearsal: false)
                ),
            ]
        },
    ]
}

extension Form {
    /// An account whose listing has a token of every kind.
    fileprivate static var found: Sync.Finding {
        let (account, nonce, open) = (account(isWhole: true), Nonce(), Nonce())
        func mine(_ id: TokenID, _ name: String, nonce: Nonce? = nil) -> Record {
            var record = Record(
                id: RecordID(), account: account.id, label: label(name), state: .active,
                token: token(id, label: name), sealed: now)
            record.nonce = nonce
            return record
        }
        let listing = TokenListing(
            [
                token(1, label: "managed"), token(2, label: "called otherwise", expiry: .at(days(1))),
                token(3, label: "made elsewhere", scopes: "*", expiry: .never),
                token(4, label: ProvisionalLabel(nonce).text), token(5, label: ProvisionalLabel(open).text),
                token(6, label: "expired", expiry: .at(days(-1))),
            ], unreadable: [UnreadableToken(id: 8, .field)])
        let creating = Creation(
            Subject(record: RecordID(), account: account.id, label: label("x"), began: now, settle: 5),
            scopes: .all, expiry: .never, nonce: open)
        let found = Reconciliation(
            listing: listing, of: account, accounts: [account],
            records: [mine(1, "managed", nonce: nonce), mine(2, "renamed"), mine(9, "gone")],
            operations: [creating])
        return Sync.Finding(account: account, result: .success(found))
    }
}
