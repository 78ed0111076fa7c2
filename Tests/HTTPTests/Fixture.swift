import Secrets

@testable import HTTP

/// A token for the header of a test's requests.
func token(_ text: String = "a-token") throws -> BearerToken {
    try BearerToken(copying: SecretBytes(copying: Array(text.utf8).span))
}

/// A client of a server, with a clock that does not wait.
func client(_ url: String, _ times: TimeLimits = TimeLimits()) throws -> HTTPClient {
    let settings = try HTTPSettings(
        baseURL: url, userAgent: "test/1", headers: ["x-known"], times: times, environment: { _ in nil })
    return try HTTPClient(settings, clock: HTTPClock(seconds: { 1_800_000_000 }, sleep: { _ in }))
}
