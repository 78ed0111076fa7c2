import HTTP
import Lifecycle
import Secrets

@testable import HTTP
@testable import Linode

/// An answer of the provider, whoever really gave it: status, headers, body. No token string or credential becomes part of what is told.
enum ProviderAnswers {
    private static let credential = String(repeating: "c0ffee42", count: 8)
    private static let now = Instant(seconds: 1_800_000_000)

    static func problem(with bytes: [UInt8]) -> String? {
        var input = FuzzInput(bytes)
        let (request, status) = (request(input.byte()), status(input.byte()))
        let (lines, body) = (input.part(), input.all())
        guard let secret = try? SecretBytes(copying: Array(credential.utf8).span),
            let token = try? BearerToken(copying: secret)
        else { return "no credential" }
        let transfer = Transfer(request, as: token, tag: 7, limits: Limits())
        for _ in 0..<3 {
            let headers = AnswerHeaders(wanted: AnswerHeaders.linode)
            for line in lines.split(separator: 0x0A) {
                headers.append(String(decoding: line, as: UTF8.self) + "\r\n")
            }
            let buffer = AnswerBuffer()
            unsafe body.withUnsafeBytes { body in
                if let start = body.baseAddress { _ = unsafe buffer.append(start, body.count) }
            }
            let answer = HTTPAnswer(status: status, headers: headers, body: buffer)
            // `nil` asks for the next page of a listing, which is the same again.
            if let reply = transfer.finish(.success(answer), now: now) { return problem(of: reply) }
        }
        return nil
    }

    private static func request(_ kind: UInt8) -> ProviderRequest {
        guard let id = TokenID(number: 4711) else { return .list }
        return switch kind % 6 {
        case 0: .list
        case 1: .create(label: "ci", scopes: .only(["linodes": .readOnly]), expiry: .never)
        case 2: .view(id)
        case 3: .rename(id, "cd")
        case 4: .delete(id)
        default: .identify
        }
    }

    private static func status(_ byte: UInt8) -> Int {
        let usual = [200, 204, 400, 401, 403, 404, 408, 429, 500, 503]
        return Int(byte) < usual.count ? usual[Int(byte)] : 100 + Int(byte) * 2
    }

    private static func problem(of reply: borrowing ProviderReply) -> String? {
        let outcome = reply.outcome
        let told = "\(outcome)"
        guard !told.contains(credential.suffix(12)) else { return "the credential is repeated" }
        switch outcome {
        case .failure(let failure):
            guard (0...86_400).contains(failure.retryAfter ?? 0) else { return "a wait of more than a day" }
        case .success(.tokens(let listing)):
            for token in listing.tokens { if let problem = problem(in: token) { return problem } }
        case .success(.token(let token)), .success(.created(let token)): return problem(in: token)
        case .success: break
        }
        return nil
    }

    private static func problem(in token: Token) -> String? {
        guard token.label.unicodeScalars.count <= ProviderBounds.label,
            token.prefix.unicodeScalars.count <= ProviderBounds.prefix,
            token.scopes.text.unicodeScalars.count <= ProviderBounds.scopes
        else { return "a text beyond its bound" }
        // It is sent on to who holds the keys, as it is.
        return Canonical.problem("a token", token.encoded) { (bytes) throws(SecretsError) in
            try Token(bytes).encoded
        }
    }
}
