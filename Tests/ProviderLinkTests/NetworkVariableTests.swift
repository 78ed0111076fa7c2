import Testing

@testable import ProviderLink

/// An environment, and which of its variables are in force for a URL.
struct VariableRow: Sendable, CustomTestStringConvertible {
    var set: [String]
    var inForce: [String]
    var url = "https://api.linode.com"
    var testDescription: String { "\(url) \(set)" }
}

@Suite("The environment decides how the provider is reached")
struct NetworkVariableTests {
    @Test(
        "by the variables that libcurl or OpenSSL honour, the first of a kind, for https alone",
        arguments: [
            VariableRow(set: [], inForce: []),
            VariableRow(set: ["HTTPS_PROXY", "https_proxy"], inForce: ["https_proxy"]),
            VariableRow(set: ["HTTPS_PROXY", "all_proxy", "ALL_PROXY"], inForce: ["HTTPS_PROXY"]),
            VariableRow(set: ["ALL_PROXY", "all_proxy", "NO_PROXY"], inForce: ["all_proxy", "NO_PROXY"]),
            VariableRow(set: ["ALL_PROXY", "no_proxy", "NO_PROXY"], inForce: ["ALL_PROXY", "no_proxy"]),
            VariableRow(set: ["NO_PROXY", "no_proxy"], inForce: []),
            VariableRow(set: ["http_proxy", "HTTP_PROXY", "ftp_proxy"], inForce: []),
            VariableRow(set: ["SSL_CERT_FILE", "SSL_CERT_DIR"], inForce: ["SSL_CERT_FILE", "SSL_CERT_DIR"]),
            VariableRow(set: ["ssl_cert_file", "CURL_CA_BUNDLE", "SSLKEYLOGFILE"], inForce: []),
            VariableRow(
                set: ["HTTPS_PROXY", "SSL_CERT_FILE"], inForce: ["HTTPS_PROXY", "SSL_CERT_FILE"],
                url: "HTTPS://example.org"),
            VariableRow(set: ["HTTPS_PROXY", "SSL_CERT_FILE"], inForce: [], url: "http://127.0.0.1:1"),
            VariableRow(set: ["HTTPS_PROXY", "SSL_CERT_FILE"], inForce: [], url: "HTTP://localhost"),
        ])
    func inForce(_ row: VariableRow) {
        let found = NetworkVariables.inForce(for: row.url) { row.set.contains($0) ? "value" : nil }
        #expect(found.map(\.name) == row.inForce)
        #expect(found.allSatisfy { $0.value == "value" })
    }

    @Test("and that is said by name, never by value")
    func said() {
        #expect(NetworkVariables.warning(of: []) == nil)
        #expect(
            NetworkVariables.warning(of: ["https_proxy", "NO_PROXY", "SSL_CERT_DIR"])
                == "the environment decides how the provider is reached "
                + "(proxy: https_proxy, NO_PROXY; certificates: SSL_CERT_DIR)")
    }
}
