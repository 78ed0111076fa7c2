import Lifecycle
import Secrets
import TestSupport

@testable import Lifecycle

/// Every machine in every state, and every event there is: what the transition table is made of.
enum Machines {
    static let now = Instant(seconds: 1_795_521_600)
    static let rules = ProviderRules(expiryStep: 60)
    static let record = RecordID([UInt8](repeating: 1, count: 16)) ?? RecordID()
    static let account = RecordID([UInt8](repeating: 2, count: 16)) ?? RecordID()
    static let nonce = Nonce([UInt8](repeating: 3, count: 16)) ?? Nonce()
    static let other = Nonce([UInt8](repeating: 4, count: 16)) ?? Nonce()

    static func label(_ text: String) -> Label {
        guard let label = try? Label(text) else { preconditionFailure("\(text) is no label") }
        return label
    }

    static func token(_ id: TokenID, _ label: String, scopes: String = "linodes:read_only") -> Token {
        Token(
            id: id, label: label, scopes: Scopes(provider: scopes), created: now, expiry: .never,
            prefix: "0123456789abcdef")
    }

    static func kept(_ state: Record.State) -> Record {
        Record(
            id: record, account: account, label: label("ci"), state: state, token: token(7, "ci"),
            nonce: nonce,
            sealed: now)
    }

    /// One second after the operation began, with a settle of one second: two looks.
    static let subject = Subject(
        record: record, account: account, label: label("ci"), began: now.advanced(by: -1), settle: 1)
    static let vault = Subject(
        record: record, account: account, label: .vault, began: now.advanced(by: -1), settle: 0)
    static let text = TokenID("tok-1") ?? 1
    static let provisional = ProvisionalLabel(nonce).text
    static let unread = UnreadableToken(id: nil, .field)

    static let states: [(name: String, operation: any StateMachine)] = {
        var states: [(name: String, operation: any StateMachine)] = []
        states += creations.map { ("create \($0.0)", $0.1) }
        states.append(("rename", Renaming(subject, token: 7, to: label("cd"))))
        states += adoptions.map { ("adopt \($0.0)", $0.1) }
        for cause in Revocation.Cause.allCases {
            states += revocations(cause).map { ("revoke(\(cause)) \($0.0)", $0.1) }
        }
        states.append(("forget", Forgetting(subject, token: 7, generation: 1)))
        states += [
            ("delete deleting", UnmanagedRevocation(subject, token: 7)),
            ("delete repeating", UnmanagedRevocation(subject, token: 7, state: .repeating)),
            ("delete confirming(2)", UnmanagedRevocation(subject, token: 7, state: .confirming(looks: 2))),
            ("delete confirming(1)", UnmanagedRevocation(subject, token: 7, state: .confirming(looks: 1))),
        ]
        states += rotations
        states += leases
        states += accountRotations
        states += [
            ("rekey beginning", Rekeying(vault, isDeep: false, state: .beginning)),
            ("rekey resealing", Rekeying(vault, isDeep: false, state: .resealing)),
            ("rekey deep resealing", Rekeying(vault, isDeep: true, state: .resealing)),
            ("rekey scrubbing", Rekeying(vault, isDeep: false, state: .scrubbing)),
        ]
        return states
    }()

    private static let creations: [(String, Creation)] = {
        func creation(_ state: Creation.State) -> Creation {
            Creation(
                subject, scopes: Scopes(provider: "linodes:read_only"), expiry: .never, nonce: nonce,
                state: state)
        }
        let undo = revocations(.undo)
        return [
            ("asking", creation(.asking)),
            (
                "asking, long ago",
                Creation(
                    Subject(
                        record: record, account: account, label: label("ci"), began: now.advanced(by: -100),
                        settle: 1),
                    scopes: Scopes(provider: "linodes:read_only"), expiry: .never, nonce: nonce,
                    state: .asking)
            ),
            ("searching(2)", creation(.searching(looks: 2))),
            ("searching(1)", creation(.searching(looks: 1))),
            ("removing(7)", creation(.removing([7]))), ("removing(7,8)", creation(.removing([7, 8]))),
            ("confirming(7, 2)", creation(.confirming([7], looks: 2))),
            ("confirming(7, 1)", creation(.confirming([7], looks: 1))),
            ("confirming(7,8, 1)", creation(.confirming([7, 8], looks: 1))),
            ("naming", creation(.naming(token(7, provisional)))),
        ] + undo.map { ("undoing \($0.0)", creation(.undoing($0.1, .grantedOtherwise))) } + [
            ("watching", creation(.watching(until: now.advanced(by: 60)))),
            ("watching, over", creation(.watching(until: now))),
        ]
    }()

    static let successor = RecordID([UInt8](repeating: 5, count: 16)) ?? RecordID()

    /// The token 6 is replaced by the token 7.
    static func rotation(
        _ state: Rotation.State? = nil, overlap: Rotation.Overlap = .init(seconds: 60, endsWhenRead: true)
    ) -> Rotation {
        var rotation = Rotation(
            subject, token: 6, generation: 2, scopes: Scopes(provider: "linodes:read_only"),
            expiry: .never, overlap: overlap, successor: successor, nonce: nonce)
        if let state { rotation.state = state }
        return rotation
    }

    private static let rotations: [(String, any StateMachine)] = {
        let whole = rotation()
        let next = token(7, "ci")
        let undo = Revocation(whole.creationSubject, token: 7, cause: .undo, state: .deleting)
        return [
            ("rotate asking", whole),
            ("rotate searching(1)", rotation(.creating(whole.creation(.searching(looks: 1))))),
            ("rotate naming", rotation(.creating(whole.creation(.naming(token(7, provisional)))))),
            ("rotate undoing", rotation(.creating(whole.creation(.undoing(undo, .refused))))),
            (
                "rotate watching",
                rotation(.creating(whole.creation(.watching(until: now.advanced(by: 60)))))
            ),
            ("rotate probing(2)", rotation(.probing(next, looks: 2))),
            ("rotate probing(1)", rotation(.probing(next, looks: 1))),
            (
                "rotate probing, no overlap",
                rotation(.probing(next, looks: 1), overlap: .init(seconds: 0))
            ),
            ("rotate resting", rotation(.resting(until: now.advanced(by: 60)))),
            ("rotate resting, over", rotation(.resting(until: now))),
            (
                "rotate resting, not until read",
                rotation(.resting(until: now.advanced(by: 60)), overlap: .init(seconds: 60))
            ),
        ]
            + revocations(.succeeded).map {
                (
                    "rotate revoking \($0.0)",
                    rotation(.revoking(Revocation(subject, token: 6, cause: .succeeded, state: $0.1.state)))
                )
            }
    }()

    static let holder = LeaseHolder(
        number: 5, boot: [UInt8](repeating: 8, count: 16), machine: [UInt8](repeating: 9, count: 16),
        device: 10, inode: 11)

    static func lease(_ state: Lease.State? = nil) -> Lease {
        var lease = Lease(
            subject, scopes: Scopes(provider: "linodes:read_only"), expiry: .never, holder: holder,
            nonce: nonce)
        if let state { lease.state = state }
        return lease
    }

    private static let leases: [(String, any StateMachine)] = {
        let whole = lease()
        let undo = Revocation(subject, token: 7, cause: .undo, state: .deleting)
        return [
            ("lease asking", whole),
            ("lease searching(1)", lease(.creating(whole.creation(.searching(looks: 1))))),
            ("lease naming", lease(.creating(whole.creation(.naming(token(7, provisional)))))),
            ("lease undoing", lease(.creating(whole.creation(.undoing(undo, .grantedOtherwise))))),
            ("lease watching", lease(.creating(whole.creation(.watching(until: now.advanced(by: 60)))))),
            ("lease held", lease(.held(7))),
        ]
            + revocations(.ended).map {
                (
                    "lease revoking \($0.0)",
                    lease(.revoking(Revocation(subject, token: 7, cause: .ended, state: $0.1.state)))
                )
            }
    }()

    /// The provisioning token 6 is replaced by the token 7.
    static func accountRotation(_ state: AccountRotation.State? = nil) -> AccountRotation {
        let identity = Identity(
            user: "u", customer: "C", scopes: Scopes(provider: "linodes:read_only"), isRestricted: false)
        var rotation = AccountRotation(
            subject, former: token(6, "provisioning"), identity: identity, expiry: .never, nonce: nonce)
        if let state { rotation.state = state }
        return rotation
    }

    private static let accountRotations: [(String, any StateMachine)] = {
        let whole = accountRotation()
        let undo = Revocation(subject, token: 7, cause: .undo, state: .deleting)
        let states: [(String, AccountRotation.State)] = [
            ("asking", .creating(whole.creation(.asking))),
            ("searching(1)", .creating(whole.creation(.searching(looks: 1)))),
            ("naming", .creating(whole.creation(.naming(token(7, provisional))))),
            ("undoing", .creating(whole.creation(.undoing(undo, .superseded)))),
            ("watching", .creating(whole.creation(.watching(until: now.advanced(by: 60))))),
            ("probing(2)", .probing(token(7, "ci"), looks: 2)),
            ("probing(1)", .probing(token(7, "ci"), looks: 1)),
        ]
        let revoking = revocations(.succeeded).map {
            (
                "revoking \($0.0)",
                AccountRotation.State.revoking(
                    Revocation(subject, token: 6, cause: .succeeded, state: $0.1.state))
            )
        }
        return (states + revoking).map { ("account \($0.0)", accountRotation($0.1)) }
    }()

    private static let adoptions: [(String, Adoption)] = [
        ("viewing", Adoption(subject, token: 7, state: .viewing)),
        ("probing", Adoption(subject, token: 7, state: .probing(token(7, "elsewhere")))),
        ("probing, so named", Adoption(subject, token: 7, state: .probing(token(7, "ci")))),
        ("naming", Adoption(subject, token: 7, state: .naming(token(7, "elsewhere")))),
    ]

    private static func revocations(_ cause: Revocation.Cause) -> [(String, Revocation)] {
        let states: [(String, Revocation.State)] = [
            ("deleting", .deleting), ("proving(2)", .proving(.deleted, looks: 2)),
            ("proving(1)", .proving(.absent, looks: 1)), ("scrubbing", .scrubbing),
        ]
        return states.map { ($0.0, Revocation(subject, token: 7, cause: cause, state: $0.1)) }
    }

    private static let revoked: Record = {
        var record = kept(.gone)
        record.receipt = Receipt(statement: [], signature: [])
        return record
    }()

    private static func next(_ state: Record.State) -> Record {
        Record(
            id: successor, account: account, label: label("ci"), generation: 2, state: state,
            token: token(7, "ci"), sealed: now)
    }

    static let events: [(name: String, event: Event)] =
        [
            ("begin", .begin), ("resume, no record", .resume(nil)),
            ("resume, gone with a receipt", .resume(revoked)),
        ]
        + Record.State.allCases.map { ("resume, \($0.name)", .resume(kept($0))) } + [
            (
                "identity",
                .answer(.identity(Identity(user: "u", customer: "C", scopes: .all, isRestricted: false)))
            ),
            (
                "identity as asked",
                .answer(
                    .identity(
                        Identity(
                            user: "u", customer: "C", scopes: Scopes(provider: "linodes:read_only"),
                            isRestricted: false)))
            ),
            ("fetched", .fetched), ("replaced", .replaced),
            ("resume, the next one gone", .resume(next(.gone))),
            ("created as asked", .answer(.created(token(7, provisional)))),
            (
                "created with more scopes",
                .answer(.created(token(7, provisional, scopes: "linodes:read_write")))
            ),
            ("created under another label", .answer(.created(token(7, "x")))),
            ("token ci", .answer(.token(token(7, "ci")))), ("token cd", .answer(.token(token(7, "cd")))),
            ("tokens, none", .answer(.tokens(TokenListing([])))),
            (
                "tokens, mine",
                .answer(
                    .tokens(TokenListing([token(6, "x"), token(7, provisional), token(8, provisional)])))
            ),
            ("tokens, another's", .answer(.tokens(TokenListing([token(9, ProvisionalLabel(other).text)])))),
            ("tokens, unreadable", .answer(.tokens(TokenListing([], unreadable: [unread])))),
            (
                "tokens, mine and unreadable",
                .answer(.tokens(TokenListing([token(7, provisional)], unreadable: [unread])))
            ),
            ("deleted", .answer(.deleted)), ("absent", .answer(.absent)),
        ] + ProviderFailure.Code.allCases.map { ("failure \($0)", .failure(ProviderFailure($0))) } + [
            ("paused", .paused), ("scrubbed", .scrubbed), ("scrub failed", .scrubFailed(LedgerError(.busy))),
            ("disk full at scrub", .scrubFailed(LedgerError(.full))),
            ("listing, none", .listing(TokenListing([]))),
            ("listing, mine", .listing(TokenListing([token(7, provisional)]))),
            ("resealed, more left", .resealed(RekeyCursor(stage: 1, after: [7]))),
            ("resealed", .resealed(nil)), ("reseal failed", .resealFailed(LedgerError(.full))),
            ("abandoned", .abandoned),
            ("listing, unreadable", .listing(TokenListing([], unreadable: [unread]))),
        ]
}
