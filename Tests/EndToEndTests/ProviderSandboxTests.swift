import Glibc
import Lifecycle
import ProviderLink
import Secrets
import TestSupport
import Testing

/// One way for a creation to go wrong in the sandbox, and what the provider calls it.
struct SandboxFault: Sendable, CustomTestStringConvertible {
    var json: String
    var code: ProviderFailure.Code
    var testDescription: String { json }
}

@Suite(
    "lockstep-provider and the sandbox",
    .enabled(if: SandboxProcess.isAvailable, "lockstep-sandbox does not start in this build"))
final class ProviderSandboxTests {
    private let sandbox: SandboxProcess
    private let provider: ProviderProcess
    private let credential: SecretBytes
    private let creation = ProviderRequest.create(
        label: "ours", scopes: .only(["linodes": .readOnly]), expiry: .never)

    init() throws {
        signal(SIGPIPE, SIG_IGN)
        sandbox = try SandboxProcess()
        provider = ProviderProcess(path: BuiltPrograms.path("lockstep-provider"), baseURL: sandbox.url)
        credential = try SecretBytes(copying: Array(sandbox.token.utf8).span)
    }

    private struct Unexpected: Error {}

    private func answer(_ request: ProviderRequest) throws -> ProviderAnswer {
        try provider.perform(request, as: credential).outcome.get()
    }

    private func create() throws -> Token {
        guard case .created(let token) = try answer(creation) else { throw Unexpected() }
        return token
    }

    @Test("make, view, rename, list and delete a token")
    func whole() throws {
        guard case .identity(let identity) = try answer(.identify) else { throw Unexpected() }
        #expect(identity.scopes == .all && !identity.user.isEmpty)
        var token = try create()
        #expect(token.expiry == .never && token.scopes == .only(["linodes": .readOnly]))
        #expect(try answer(.view(token.id)) == .token(token))
        token.label = "other"
        #expect(try answer(.rename(token.id, "other")) == .token(token))
        guard case .tokens(let listing) = try answer(.list) else { throw Unexpected() }
        #expect(listing.tokens.contains(token))
        #expect(try answer(.delete(token.id)) == .deleted)
        #expect(try answer(.delete(token.id)) == .absent)
        #expect(try answer(.view(token.id)) == .absent)
    }

    @Test("bring a token string that is itself a credential, and a dead one after its deletion")
    func string() throws {
        let reply = try provider.perform(creation, as: credential)
        guard case .success(.created(let token)) = reply.outcome else { throw Unexpected() }
        switch reply.string {
        case .some(let string):
            #expect(string.count == 64)
            #expect(try code(provider.perform(.list, as: string)) == .missingScope)
            #expect(try answer(.delete(token.id)) == .deleted)
            #expect(try code(provider.perform(.identify, as: string)) == .deadCredential)
        case .none: throw Unexpected()
        }
    }

    @Test("list more than one page, made many at once")
    func pages() throws {
        for tag in 0..<520 { try provider.submit(creation, as: credential, tag: UInt64(tag)) }
        var ids: Set<TokenID> = []
        for _ in 0..<520 {
            guard case .success(.created(let token)) = try provider.next().outcome else { throw Unexpected() }
            ids.insert(token.id)
        }
        #expect(ids.count == 520)
        guard case .tokens(let listing) = try answer(.list) else { throw Unexpected() }
        #expect(ids.isSubset(of: listing.tokens.map(\.id)))
    }

    @Test(
        "tell what became of a creation that went wrong, and make it no second time",
        arguments: [
            SandboxFault(json: #"{"fault":"reset-before","method":"POST"}"#, code: .interrupted),
            SandboxFault(json: #"{"fault":"reset-after","method":"POST"}"#, code: .interrupted),
            SandboxFault(json: #"{"fault":"reset-mid-body","method":"POST"}"#, code: .interrupted),
            SandboxFault(json: #"{"fault":"status","status":500,"method":"POST"}"#, code: .unavailable),
            SandboxFault(json: #"{"fault":"status","status":429,"method":"POST"}"#, code: .throttled),
            SandboxFault(json: #"{"fault":"status","status":403,"method":"POST"}"#, code: .forbidden),
            SandboxFault(json: #"{"fault":"html-502","method":"POST"}"#, code: .unavailable),
            SandboxFault(json: #"{"fault":"maintenance-503","method":"POST"}"#, code: .unavailable),
            SandboxFault(json: #"{"fault":"truncated-json","method":"POST"}"#, code: .nonsense),
            SandboxFault(json: #"{"fault":"invalid-json","method":"POST"}"#, code: .nonsense),
            SandboxFault(json: #"{"fault":"huge","method":"POST"}"#, code: .nonsense),
            SandboxFault(json: #"{"fault":"redirect","method":"POST"}"#, code: .nonsense),
        ])
    func faults(_ fault: SandboxFault) throws {
        sandbox.fault(fault.json)
        let reply = try provider.perform(creation, as: credential)
        #expect(code(reply) == fault.code)
        // The fault itself, and the creation.
        #expect(sandbox.log.split(separator: "\"POST\"").count - 1 <= 2)
    }

    @Test("tell the id of a token whose string did not come", arguments: ["missing-token", "short-token"])
    func noString(_ fault: String) throws {
        sandbox.fault(#"{"fault":"\#(fault)","method":"POST","times":1}"#)
        let reply = try provider.perform(creation, as: credential)
        guard case .success(.created(let token)) = reply.outcome else { throw Unexpected() }
        switch reply.string {
        case .some: Issue.record("there is a string")
        case .none: #expect(try answer(.delete(token.id)) == .deleted)
        }
    }

    @Test("skip members that nobody knows")
    func extra() throws {
        sandbox.fault(#"{"fault":"extra-fields"}"#)
        let token = try create()
        #expect(try answer(.view(token.id)) == .token(token))
    }
}
