import Lifecycle
import Secrets
import Testing

@testable import Wire

@Suite("The agent's wire")
struct WireTests {
    static let requests: [AgentRequest] = [
        .status, .stop, .lock, .unlock(.keyFile, count: 32, times: LockTimes()),
        .unlock(.passphrase, count: 4096, times: LockTimes(idle: 60, max: 7)),
        .handOut(
            vault: Array("/v/vault.db".utf8), verb: "get", generation: nil, destination: nil,
            evenExpired: false, labels: named(1)
        ),
        .handOut(
            vault: [], verb: "run", generation: 7, destination: Destination("https://a.example:8443/b"),
            evenExpired: true,
            labels: named(3)),
        .handOut(
            vault: [], verb: String(repeating: "v", count: 48), generation: 7, destination: nil,
            evenExpired: false,
            labels: named(64)),
        .handOut(
            vault: [], verb: "run", generation: nil, destination: nil, evenExpired: false, labels: named(1),
            answers: answers(.given, into: "/bin/tool")),
        .handOut(
            vault: [], verb: "get", generation: nil, destination: nil, evenExpired: false, labels: named(1),
            answers: answers(.tooMany, into: nil)),
        .proof([UInt8](repeating: 7, count: 16)),
        .watch(vault: Array("/v/vault.db".utf8), labels: named(64)),
    ]

    private static func answers(_ terminal: HandOutUse.Confirmation, into: String?) -> HandOutAnswers {
        var answers = HandOutAnswers()
        (answers.terminal, answers.into) = (terminal, into)
        return answers
    }

    static let replies: [AgentReply] = [
        .done, .proceed, .locked, .otherVault, .token(left: 0, address: nil, expiry: .never),
        .token(left: 9, address: "https://a.example", expiry: .at(Instant(seconds: 1))),
        .status(
            AgentStatus(pid: 7, isLocked: true, vault: "/v", idle: 60, max: 90, comesAgain: true)),
        .failure(LedgerError(.refused, .revoking)),
        .challenge([UInt8](repeating: 7, count: 16)),
        .heldElsewhere(KeyHolder(pid: 7, socket: "/s")),
        .standings([]),
        .standings(
            named(2).map { label in
                LabelStanding(
                    label, LabelStanding.Holder(record: RecordID(), generation: 3, isHandedOut: true))
            } + named(1).map { LabelStanding($0, nil) }),
    ]

    private static func named(_ count: Int) -> [Label] { (1...count).compactMap { try? Label("l\($0)") } }

    @Test(
        "reads each request as it was written, and nothing that is longer or shorter",
        arguments: WireTests.requests)
    func request(_ request: AgentRequest) throws {
        #expect(try AgentRequest(request.bytes) == request)
        for count in 0..<request.bytes.count {
            #expect(throws: SecretsError.self) { try AgentRequest(Array(request.bytes.prefix(count))) }
        }
        #expect(throws: SecretsError.malformed) { try AgentRequest(request.bytes + [0]) }
    }

    @Test(
        "a verb is a short line, a request has no more than 64 labels, and a beginning is short",
        arguments: [
            (.handOut(
                vault: [], verb: "", generation: nil, destination: nil, evenExpired: false, labels: named(1))),
            (.handOut(
                vault: [], verb: String(repeating: "v", count: 49), generation: nil, destination: nil,
                evenExpired: false,
                labels: named(1))),
            (.handOut(
                vault: [], verb: "get\n", generation: nil, destination: nil, evenExpired: false,
                labels: named(1))),
            (.handOut(
                vault: [], verb: "get é", generation: nil, destination: nil, evenExpired: false,
                labels: named(1))),
            (.handOut(
                vault: [], verb: "get", generation: nil, destination: nil, evenExpired: false,
                labels: named(65))),
            (.find(vault: [], prefix: String(repeating: "p", count: 65))),
            (.watch(vault: [], labels: [])), (.watch(vault: [], labels: named(65))),
        ] as [AgentRequest])
    func bounds(_ request: AgentRequest) {
        #expect(throws: SecretsError.malformed) { try AgentRequest(request.bytes) }
    }

    @Test("reads each answer as it was written", arguments: WireTests.replies)
    func reply(_ reply: AgentReply) throws {
        #expect(try AgentReply(reply.bytes) == reply)
        #expect(throws: SecretsError.malformed) { try AgentReply(reply.bytes + [0]) }
    }

    @Test("another version is told apart, and its stop and lock are understood")
    func versions() throws {
        for request in WireTests.requests {
            var bytes = request.bytes
            bytes[1] = 9
            #expect(try AgentRequest(bytes) == ([.stop, .lock].contains(request) ? request : nil))
        }
        #expect(try AgentReply([0, 9, 200, 1, 2]) == .otherVersion(9))
        #expect(try AgentReply([0, 9, 0]) == .otherVersion(9))
        #expect(try AgentReply([0, 9, 1]) == .done)
    }

    @Test("bytes of any kind are read or refused, and never crash")
    func anything() {
        var seed: UInt64 = 7
        for length in 0..<400 {
            let bytes = (0..<length % 40).map { _ -> UInt8 in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1
                return UInt8(truncatingIfNeeded: seed >> 33)
            }
            if let read = try? AgentRequest([0, 1] + bytes) { #expect(read.bytes == [0, 1] + bytes) }
            if let read = try? AgentReply([0, 1] + bytes), case .otherVersion = read {
            } else if let read = try? AgentReply([0, 1] + bytes) {
                #expect(read.bytes == [0, 1] + bytes)
            }
        }
    }
}
