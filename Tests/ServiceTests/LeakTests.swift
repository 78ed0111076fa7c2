import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

@testable import Service

@Suite("Marks, by which token strings are recognised elsewhere")
struct LeakTests {
    let fixture: ServiceFixture
    init() throws { fixture = try ServiceFixture() }

    private func marks() throws -> (key: LeakKey, marks: [LeakMark]) {
        let stream = try fixture.service.leakMarks()
        var found: [LeakMark] = []
        while let mark = try stream.next() { found.append(mark) }
        return (stream.head, found.sorted { $0.label < $1.label })
    }

    private func string(_ label: String) throws -> [UInt8] {
        let id = try fixture.service.record(try Label(label)).token.id
        return try #require(fixture.provider.kept[id]).string
    }

    @Test("there is one of each string, provisioning tokens' too, and it fits that string alone")
    func whole() throws {
        try fixture.create("a")
        try fixture.create("b")
        let (key, marks) = try marks()
        #expect(marks.map(\.label) == ["a", "b", "work"])
        #expect(marks.map(\.holder) == [.token, .token, .provisioning])
        #expect(marks.map(\.state) == [.active, .active, nil])
        #expect(marks.map(\.account) == ["work", "work", "work"])
        let strings = [try string("a"), try string("b"), fixture.provider.provisioning]
        for (mark, string) in zip(marks, strings) {
            let secret = try SecretBytes(copying: string.span)
            #expect(mark.prefix == String(decoding: string.prefix(16), as: UTF8.self))
            #expect(mark.whole?.length == UInt32(string.count))
            #expect(mark.whole?.mark == KeyedHash.mark(of: secret, under: key.bytes))
        }
        #expect(Set(marks.map(\.whole?.mark)).count == 3)
    }

    @Test("each answer has a key and marks of its own, and none is in any log")
    func fresh() throws {
        try fixture.create("a")
        let entries = try fixture.vault.audit().count
        let (first, second) = (try marks(), try marks())
        #expect(first.key != second.key)
        #expect(first.marks.map(\.whole?.mark) != second.marks.map(\.whole?.mark))
        #expect(try fixture.vault.audit().count == entries)
    }

    @Test("of a revoked token the beginning is left, as its receipt has it")
    func revoked() throws {
        try fixture.create("gone")
        let prefix = try fixture.service.record(try Label("gone")).token.prefix
        _ = try fixture.service.revoke(fixture.service.plan(revoking: fixture.selection("gone")))
        let mark = try #require(try marks().marks.first { $0.label == "gone" })
        #expect(mark.holder == .revoked)
        #expect(mark.prefix == prefix)
        #expect(mark.whole == nil)
    }

    @Test("a string that could be guessed from its mark has none", arguments: [(47, false), (48, true)])
    func short(_ count: Int, _ isMarked: Bool) throws {
        let text = Array(repeating: UInt8(ascii: "a"), count: count)
        let account = Account(
            id: RecordID(), name: try Label("short"),
            identity: Identity(user: "a", customer: "C", scopes: .all, isRestricted: false), token: nil,
            sealed: fixture.clock.now)
        try fixture.vault.seal(account, string: try SecretBytes(copying: text.span))
        let mark = try #require(try marks().marks.first { $0.label == "short" })
        #expect((mark.whole != nil) == isMarked)
        #expect(mark.prefix.isEmpty == !isMarked)
    }
}
