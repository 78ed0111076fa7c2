import Glibc
import HTTP
import Lifecycle
import Secrets
import TestSupport
import Testing

@testable import Linode

/// The token part of Linode's published description, kept beside the project; `nil` when it is not there.
private let description: [UInt8]? = {
    let file = unsafe open("../shared/linode-openapi-tokens.json", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = unsafe read(file, &buffer, buffer.count)
        guard count > 0 else { return bytes }
        bytes += buffer[..<count]
    }
}()

@Suite("Requests and Linode's OpenAPI description")
struct OpenAPITests {
    private static let requests: [ProviderRequest] = [
        .identify, .list, .view(7), .delete(7), .rename(7, "name"),
        .create(label: "name", scopes: .only(["linodes": .readOnly]), expiry: .never),
        .create(label: "name", scopes: .all, expiry: .at(Instant(seconds: 2_000_000_000))),
    ]

    @Test(
        "agree on methods, paths and members",
        .enabled(if: description != nil, "../shared/linode-openapi-tokens.json is not there"),
        arguments: requests)
    func agrees(_ request: ProviderRequest) throws {
        let bytes = try #require(description)
        let root = try ScannedJSON.scan(bytes.span)
        let call = HTTPRequest(request)
        let path = String(call.path.prefix { $0 != "?" }).replacing("/v4", with: "/{apiVersion}")
            .replacing("/7", with: "/{tokenId}")
        let operation = try #require(
            root.member("paths")?.member(path)?.member(call.method.lowercased()), "\(call.method) \(path)")
        let content = operation.member("requestBody")?.member("content")?.member("application/json")
        guard let body = call.body else {
            #expect(operation.member("requestBody")?.member("required") != .bool(true))
            return
        }
        let known = try #require(content?.member("schema")?.member("properties"))
        guard case .object(let members) = try ScannedJSON.scan(Array(body.utf8).span) else {
            Issue.record("the body is no object")
            return
        }
        for (name, value) in members {
            let property = try #require(known.member(name), "\(name) is unknown")
            #expect(!value.isNull || property.member("nullable") == .bool(true), "\(name) may not be null")
            #expect(property.member("readOnly") != .bool(true), "\(name) cannot be written")
        }
    }
}
