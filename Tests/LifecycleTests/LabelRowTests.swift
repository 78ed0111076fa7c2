import Secrets
import TestSupport
import Testing

@testable import Lifecycle

@Suite("The row of a label")
struct LabelRowTests {
    private static let grants: [Grant] = [
        Grant(
            executable: "/usr/bin/make", unit: "build.service", cgroup: "/user.slice/*",
            confirmation: .askpass),
        Grant(),
    ]

    private static let entry: LabelEntry = {
        var entry = LabelEntry(Machines.label("ci"))
        (entry.current, entry.next, entry.reserved) = (Machines.record, 5, Machines.account)
        entry.retiring = [.init(3, Machines.account)]
        entry.grants = grants
        var hosts = HostBindings()
        hosts.destinations = ["git.example", "https://git.example/a"].compactMap { Destination($0) }
        entry.hosts = hosts
        entry.policy = PolicyTests.full
        return entry
    }()

    private static let bytes: [UInt8] = {
        let first =
            Bytes.field(0x81, Bytes.utf8("/usr/bin/make")) + Bytes.field(0x82, Bytes.utf8("build.service"))
            + Bytes.field(0x83, Bytes.utf8("/user.slice/*")) + Bytes.field(0x84, [1])
        let hosts = (entry.hosts?.destinations ?? []).map(\.text)
        return [1] + Bytes.field(0x08, PolicyTests.bytes) + Bytes.field(0x81, Bytes.utf8("ci"))
            + Bytes.field(0x82, Bytes.id(1))
            + Bytes.field(0x83, [0, 0, 0, 5]) + Bytes.field(0x84, [0, 0, 0, 3] + Bytes.id(2))
            + Bytes.field(0x85, Bytes.id(2))
            + Bytes.field(0x86, [2] + Bytes.counted(first) + Bytes.counted([]))
            + Bytes.field(0x87, [0, 2] + hosts.flatMap { Bytes.text($0) })
    }()

    private func row(_ bytes: [UInt8]) throws -> LabelRow {
        var reader = Reader(bytes)
        let row = try LabelRow(from: &reader)
        #expect(reader.left == 0)
        return row
    }

    private func bytes(_ row: LabelRow) -> [UInt8] {
        var writer = Writer()
        row.encode(to: &writer)
        return writer.bytes
    }

    @Test("is that of the page: all that belongs to the label, and nothing for what it does not have")
    func byHand() throws {
        #expect(Self.entry.hosts?.destinations.count == 2)
        #expect(bytes(.label(Self.entry)) == Self.bytes)
        #expect(try row(Self.bytes) == .label(Self.entry))
        var reserved = LabelEntry(Machines.label("ci"))
        #expect(reserved.isFree)
        reserved.reserved = Machines.record
        #expect(!reserved.isFree)
        let least =
            [1] + Bytes.field(0x81, Bytes.utf8("ci")) + Bytes.field(0x83, [0, 0, 0, 1])
            + Bytes.field(0x85, Bytes.id(1))
        #expect(bytes(.label(reserved)) == least)
        #expect(try row(least) == .label(reserved))
        let name = AccountName(Machines.label("work"), of: Machines.account)
        let named = [2] + Bytes.field(0x81, Bytes.utf8("work")) + Bytes.field(0x82, Bytes.id(2))
        #expect(bytes(.accountName(name)) == named)
        #expect(try row(named) == .accountName(name))
    }

    @Test("keeps what a later version may add, also to a rule, and is newer where it must not be passed over")
    func later() throws {
        let grant = Bytes.field(0x01, [9]) + Bytes.field(0x81, Bytes.utf8("/bin/true"))
        let later =
            [1] + Bytes.field(0x09, Bytes.number(86_400)) + Bytes.field(0x0B, Bytes.utf8("ops"))
            + Bytes.field(0x81, Bytes.utf8("ci")) + Bytes.field(0x83, [0, 0, 0, 1])
            + Bytes.field(0x86, [1] + Bytes.counted(grant))
        var found = try row(later)
        #expect(bytes(found) == later)
        guard case .label(var entry) = found else { return #expect(Bool(false)) }
        entry.next = 2
        found = .label(entry)
        #expect(bytes(found) != later)
        entry.next = 1
        #expect(bytes(.label(entry)) == later)
        // A condition of a rule that is passed over would hand out to others.
        let rule = Bytes.field(0x81, Bytes.utf8("/bin/true")) + Bytes.field(0x88, [1])
        let critical: [[UInt8]] = [
            [1] + Bytes.field(0x81, Bytes.utf8("ci")) + Bytes.field(0x83, [0, 0, 0, 1])
                + Bytes.field(0x86, [1] + Bytes.counted(rule)),
            Self.bytes + Bytes.field(0x88, []),
            [2] + Bytes.field(0x81, Bytes.utf8("ci")) + Bytes.field(0x82, Bytes.id(2))
                + Bytes.field(0x83, []),
            [0x83],
        ]
        for bytes in critical { #expect(throws: SecretsError.later, "\(Hex.text(bytes))") { try row(bytes) } }
        #expect(try row([3, 1, 2]) == .other(3))
    }

    @Test("has no rule too many, and none cut short")
    func malformed() {
        let start = [1] + Bytes.field(0x81, Bytes.utf8("ci")) + Bytes.field(0x83, [0, 0, 0, 1])
        let rules: [[UInt8]] = [
            [0], [33] + [UInt8](repeating: 0, count: 33 * 4), [1, 0, 0, 0, 9], [1],
            [1] + Bytes.counted([]) + [0],
        ]
        for rule in rules {
            #expect(throws: SecretsError.malformed) { try row(start + Bytes.field(0x86, rule)) }
        }
        #expect(throws: SecretsError.malformed) { try row(start + Bytes.field(0x84, [1])) }
        #expect(throws: SecretsError.malformed) { try row([1] + Bytes.field(0x83, [0, 0, 0, 1])) }
        #expect(throws: SecretsError.malformed) { try row([2] + Bytes.field(0x81, Bytes.utf8("ci"))) }
        #expect(throws: SecretsError.malformed) { try row([]) }
    }
}
