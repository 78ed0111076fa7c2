import CCurl
import Testing

@testable import HTTP

@Suite("libcurl")
struct SettingTests {
    @Test("that refuses a setting ends the request before it is sent")
    func refused() throws {
        let handle = try CurlHandle(wanted: [])
        let isRefused = { (error: any Error) in (error as? HTTPError)?.kind == .refused }
        let tooLong = String(repeating: "x", count: 8_000_001)
        #expect(throws: Never.self) { try handle.set(CURLOPT_SSL_VERIFYPEER, 1) }
        #expect { try handle.set(CURLOPT_SSLVERSION, 99) } throws: { isRefused($0) }
        #expect { try handle.set(CURLOPT_PROTOCOLS_STR, "no-such-protocol") } throws: { isRefused($0) }
        #expect { try handle.set(CURLOPT_CAINFO, tooLong) } throws: { isRefused($0) }
        #expect { try handle.set(CURLoption(rawValue: 9999), 1) } throws: { isRefused($0) }
    }
}
