import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Linode

/// Eight characters from the 17th on, which is what an answer must not have.
private let piece = "credential-credential-mnopqrstuv".dropFirst(20).prefix(8)

/// A piece of the credential in the ways in which an answer may hold it.
enum Piece: String, CaseIterable, CustomTestStringConvertible {
    case raw, upperCase, spaced, escaped, escapedTwice, percent, percentTwice, base64, base64Behind1,
        base64Behind2, base64URL, hexadecimal, base64OfPercent

    var testDescription: String { rawValue }

    /// The piece as it stands in a JSON text.
    var text: String {
        let piece = String(LinodeTests.piece)
        return switch self {
        case .raw: piece
        case .upperCase: piece.uppercased()
        case .spaced: piece.map { "\($0)\\u200b" }.joined()
        case .escaped: piece.utf8.map { "\\u00\(Hex.text([$0]))" }.joined()
        case .escapedTwice: piece.utf8.map { "\\\\u00\(Hex.text([$0]))" }.joined()
        case .percent: piece.utf8.map { "%\(Hex.text([$0]))" }.joined()
        case .percentTwice: piece.utf8.map { "%25\(Hex.text([$0]))" }.joined()
        case .base64: inBase64(Array("\(piece)zzzz".utf8))
        case .base64Behind1: inBase64(Array("z\(piece)zzz".utf8))
        case .base64Behind2: "=" + inBase64(Array("zz\(piece)zz".utf8))
        case .base64URL: inBase64(Array("??>\(piece)".utf8)).replacing("/", with: "_")
        case .hexadecimal: Hex.text(Array(piece.utf8))
        case .base64OfPercent: inBase64(piece.utf8.flatMap { Array("%\(Hex.text([$0]))".utf8) })
        }
    }
}

private func inBase64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let value = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[start + $1]) : 0) }
        for digit in 0...group.count { text.append(digits[value >> (18 - 6 * digit) & 63]) }
    }
    return text
}

@Suite("An answer that repeats the credential")
struct EchoTests {
    private func ask(_ request: ProviderRequest, answer: String) throws -> Seen {
        let server = ScriptedServer([.send(answer)])
        defer { server.stop() }
        return try LinodeTests.ask(request, server.url)
    }

    @Test("is told without its words, in every encoding", arguments: Piece.allCases)
    func reason(_ piece: Piece) throws {
        for field in ["reason", "field"] {
            let other = field == "reason" ? #","field":"label""# : #","reason":"Some reason""#
            let body = #"{"errors":[{"\#(field)":"see \#(piece.text)"\#(other)}]}"#
            let seen = try ask(.delete(7), answer: ScriptedServer.answer(400, body))
            #expect(seen.failure == ProviderFailure(.rejected, status: 400))
        }
    }

    @Test("in a header names no scope", arguments: [Piece.raw, .percent, .base64Behind1])
    func header(_ piece: Piece) throws {
        let headers = ["X-OAuth-Scopes: a:read_only", "X-Accepted-OAuth-Scopes: \(piece.text)"]
        let body = #"{"errors":[{"reason":"Your OAuth token is not authorized"}]}"#
        let seen = try ask(.list, answer: ScriptedServer.answer(401, body, headers: headers))
        #expect(seen.code == .missingScope)
        #expect(seen.failure?.wantedScope == "account:read_only")
    }

    @Test(
        "names no user, account or scope",
        arguments: [("u", "c", "*"), ("PIECE", "c", "*"), ("u", "PIECE", "*"), ("u", "c", "PIECE:read_only")])
    func identity(_ user: String, _ customer: String, _ scopes: String) throws {
        let words = [user, customer, scopes].map { $0.replacing("PIECE", with: piece) }
        let seen = try ask(
            .identify,
            answer: ScriptedServer.answer(
                200, #"{"username":"\#(words[0])","restricted":false}"#,
                headers: ["X-Customer-UUID: \(words[1])", "X-OAuth-Scopes: \(words[2])"]))
        #expect((seen.code == nil) == !(user + customer + scopes).contains("PIECE"))
        #expect(seen.code == nil || seen.failure?.reason?.hasPrefix("the answer repeats a piece") == true)
    }

    @Test("in a listing costs that token its description, and no other", arguments: Piece.allCases)
    func listing(_ piece: Piece) throws {
        for field in ["label", "scopes", "token"] where field != "token" || piece == .raw {
            let strange =
                #"{"id":2,"label":"l","scopes":"a:read_only","expiry":null,"token":"t"}"#
                .replacing(#""\#(field)":""#, with: #""\#(field)":"\#(piece.text)"#)
            let body =
                #"{"data":[\#(tokenJSON(1)),\#(strange),\#(tokenJSON(3))],"page":1,"pages":1,"results":3}"#
            let seen = try ask(.list, answer: ScriptedServer.answer(200, body))
            guard case .success(.tokens(let listing)) = seen.outcome else { throw Missing() }
            #expect(listing.tokens.map(\.id) == [1, 3], "\(field)")
            #expect(listing.unreadable == [UnreadableToken(id: 2, .echo)])
        }
    }

    @Test("as the string of a new token, or that string as its label, leaves nothing to keep")
    func made() throws {
        for (label, token) in [("x", credential), (full, full), ("\(piece)", full)] {
            let seen = try ask(
                .create(label: "x", scopes: .all, expiry: .never),
                answer: ScriptedServer.answer(
                    200, #"{"id":7,"label":"\#(label)","scopes":"*","expiry":null,"token":"\#(token)"}"#))
            guard case .success(.created(let made)) = seen.outcome else { throw Missing() }
            #expect(made.id == 7)
            #expect(seen.string == nil)
        }
    }

    @Test("with its public first sixteen characters alone is shown, as listings show them")
    func publicPrefix() throws {
        let body = #"{"errors":[{"reason":"see \#(credential.prefix(23))"}]}"#
        let seen = try ask(.delete(7), answer: ScriptedServer.answer(400, body))
        #expect(seen.failure?.reason == "see \(credential.prefix(23))")
    }

    private struct Missing: Error {}
}
