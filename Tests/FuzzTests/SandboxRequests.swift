import Secrets

@testable import Sandbox

/// Requests to the sandbox, its own control among them: whatever they are, it answers, and forgets none of its tokens by itself.
enum SandboxRequests {
    private static let methods = ["GET", "POST", "PUT", "DELETE", "HEAD"]
    private static let paths = [
        "/v4/profile", "/v4/profile/tokens", "/v4/profile/tokens/1", "/v4/profile/tokens/2", "/v4/account",
        "/v4/profile/grants", "/_sandbox/faults", "/_sandbox/tokens", "/_sandbox/log", "/_sandbox/advance",
    ]

    static func problem(with bytes: [UInt8]) -> String? {
        guard let sandbox = Sandbox(Settings()) else { return "the sandbox does not start" }
        let credential = sandbox.provisioningToken
        var (input, requests) = (FuzzInput(bytes), 0)
        while !input.isEmpty, requests < 6 {
            let answer = sandbox.answer(request(&input, credential))
            guard (100...599).contains(answer.status) else { return "the status \(answer.status)" }
            requests += 1
        }
        return agreement(on: bytes)
    }

    private static func request(_ input: inout FuzzInput, _ credential: String) -> Request {
        let (method, path) = (Int(input.byte()), Int(input.byte()))
        let spoken = path < paths.count ? paths[path] : String(decoding: input.part(), as: UTF8.self)
        var request = Request(method: methods[method % methods.count], path: spoken)
        request.headers = [("authorization", "Bearer " + credential), ("content-type", "application/json")]
        let marks = input.byte()
        if marks & 1 != 0 { request.query = [("page", text(&input)), ("page_size", text(&input))] }
        if marks & 2 != 0 { request.headers.append(("x-filter", text(&input))) }
        if marks & 4 != 0 { request.headers.append(("authorization", text(&input))) }
        request.body = input.part()
        return request
    }

    private static func text(_ input: inout FuzzInput) -> String {
        String(decoding: input.part(), as: UTF8.self)
    }

    /// Two readers of JSON that have nothing in common: what the sandbox's reads, Lockstep's reads too.
    private static func agreement(on bytes: [UInt8]) -> String? {
        guard JSONReader.read(bytes) != nil, (try? ScannedJSON.scan(bytes.span)) == nil else { return nil }
        return "the sandbox takes for JSON: \(Hex.text(bytes))"
    }
}
