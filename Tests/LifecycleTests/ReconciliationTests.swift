import TestSupport
import Testing

@testable import Lifecycle

@Suite("A listing and the vault")
struct ReconciliationTests {
    private static let identity = Identity(user: "u", customer: "C", scopes: .all, isRestricted: false)

    private func account(_ id: RecordID, credential: TokenID, _ identity: Identity = identity) throws
        -> Account
    {
        Account(
            id: id, name: try Label("a"), identity: identity, token: Machines.token(credential, "p"),
            sealed: Machines.now)
    }

    private func record(
        _ token: TokenID, _ label: String, _ state: Record.State, of account: RecordID = Machines.account,
        receipt: Bool = false
    ) -> Record {
        Record(
            id: RecordID(), account: account, label: Machines.label(label), state: state,
            token: Machines.token(token, label), nonce: Machines.nonce, sealed: Machines.now,
            receipt: receipt ? Receipt(statement: [], signature: []) : nil)
    }

    private func compare(
        _ listing: [Token], unreadable: [UnreadableToken] = [], _ records: [Record], _ more: [Account] = []
    ) throws -> Reconciliation {
        let own = try account(Machines.account, credential: 1)
        return Reconciliation(
            listing: TokenListing(listing, unreadable: unreadable), of: own, accounts: [own] + more,
            records: records, operations: [])
    }

    @Test(
        "leave a token alone that cannot be read, and its record: it is there",
        arguments: [(5, [9]), (nil, [])] as [(TokenID?, [TokenID])])
    func unreadable(_ id: TokenID?, _ gone: [TokenID]) throws {
        let found = try compare(
            [Machines.token(2, "kept")], unreadable: [UnreadableToken(id: id, .field)],
            [record(2, "kept", .active), record(5, "strange", .active), record(9, "missing", .active)])
        #expect(found.managed.map(\.token.id) == [2])
        #expect(found.unreadable == [UnreadableToken(id: id, .field)])
        #expect(found.gone.map(\.token.id) == gone)
        #expect(found.drifted.isEmpty && found.unmanaged.isEmpty)
    }

    @Test("tell managed, renamed, foreign, left-behind, dead and missing tokens apart")
    func kinds() throws {
        let provisional = ProvisionalLabel(Machines.nonce).text
        let labels = [
            (1, "p"), (2, "kept"), (3, "renamed there"), (4, "stranger"), (5, provisional), (6, "dead"),
            (9, "forgotten"),
        ]
        let found = try compare(
            labels.map { Machines.token(.numbered($0.0), $0.1) },
            [
                record(2, "kept", .active), record(3, "named", .active),
                record(6, "dead", .gone, receipt: true), record(9, "forgotten", .gone),
                record(7, "missing", .active), record(8, "leaving", .revoking),
            ])
        #expect(found.managed.map(\.token.id) == [2])
        #expect(found.drifted.map(\.token.id) == [3])
        #expect(found.unmanaged.map(\.id) == [4, 9])
        #expect(found.orphaned.map(\.id) == [5])
        #expect(found.lagging.map(\.id) == [6])
        #expect(found.gone.map(\.token.id) == [7])
    }

    @Test("a token under a nonce that this vault never drew is somebody else's, and is left alone")
    func foreignNonce() throws {
        let found = try compare([Machines.token(5, ProvisionalLabel(Machines.other).text)], [])
        #expect(found.orphaned.isEmpty && found.unmanaged.map(\.id) == [5])
    }

    @Test(
        "records of the same user's other accounts are managed, and are never gone for this one",
        arguments: [true, false])
    func kin(isSameUser: Bool) throws {
        let other = RecordID()
        let identity = Identity(
            user: isSameUser ? "u" : "v", customer: "C", scopes: .all, isRestricted: false)
        let found = try compare(
            [Machines.token(2, "theirs")],
            [record(2, "theirs", .active, of: other), record(3, "theirs too", .active, of: other)],
            [try account(other, credential: 9, identity)])
        #expect(found.managed.count == (isSameUser ? 1 : 0) && found.unmanaged.count == (isSameUser ? 0 : 1))
        #expect(found.gone.isEmpty)
    }
}
