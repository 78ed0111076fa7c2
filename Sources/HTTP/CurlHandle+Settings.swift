internal import CCurl
internal import Secrets

/// The certificates to trust that the environment names, in place of libcurl's own file or folder.
struct Certificates {
    let file: String?
    let folder: String?

    init(_ variable: (String) -> String?) {
        (file, folder) = (variable("SSL_CERT_FILE"), variable("SSL_CERT_DIR"))
    }
}

// What makes a request safe. Any of it that libcurl refuses ends the request before it is sent.

extension CurlHandle {
    /// Gives the credential, from guarded memory through libcurl's wiping allocator.
    func authorize(_ credential: borrowing SecretBytes) throws(HTTPError) {
        let words = Array("Authorization: Bearer ".utf8)
        let line: SecretBytes
        do throws(SecretsError) {
            line = try SecretBytes(count: words.count + credential.count + 1) {
                (target) throws(SecretsError) in
                for (index, byte) in words.enumerated() { target[index] = byte }
                credential.withBytes { for index in $0.indices { target[words.count + index] = $0[index] } }
            }
        } catch { throw HTTPError.noMemory }
        try line.withBytes { (bytes) throws(HTTPError) in try addHeader(bytes) }
    }

    /// Only this scheme, no redirects, no netrc, no cookies, and verified TLS 1.2 or newer, also to a proxy, which gets
    /// no header of ours.
    func restrict(to base: BaseURL, trusting certificates: Certificates) throws(HTTPError) {
        try set(CURLOPT_PROTOCOLS_STR, base.scheme)
        try set(CURLOPT_REDIR_PROTOCOLS_STR, base.scheme)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_NETRC, 0)
        try set(CURLOPT_HEADEROPT, 1)  // CURLHEADER_SEPARATE
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        for (peer, host, version) in [
            (CURLOPT_SSL_VERIFYPEER, CURLOPT_SSL_VERIFYHOST, CURLOPT_SSLVERSION),
            (CURLOPT_PROXY_SSL_VERIFYPEER, CURLOPT_PROXY_SSL_VERIFYHOST, CURLOPT_PROXY_SSLVERSION),
        ] {
            try set(peer, 1)
            try set(host, 2)
            try set(version, 6)  // CURL_SSLVERSION_TLSv1_2
        }
        try set(CURLOPT_HTTP_VERSION, 4)  // CURL_HTTP_VERSION_2TLS
        if let file = certificates.file { try set(CURLOPT_CAINFO, file) }
        if let folder = certificates.folder { try set(CURLOPT_CAPATH, folder) }
        guard base.scheme == "http" else { return }
        try set(CURLOPT_NOPROXY, "*")  // a proxy would read the credential
        if let pin = base.pin { try self.pin(pin) }
    }

    /// Never for ever: how long the connection, the silence and the whole exchange may take.
    func bound(_ limits: TimeLimits, milliseconds: Int) throws(HTTPError) {
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_CONNECTTIMEOUT, limits.connecting)
        try set(CURLOPT_TIMEOUT_MS, max(1, milliseconds))
        try set(CURLOPT_LOW_SPEED_LIMIT, 10)
        try set(CURLOPT_LOW_SPEED_TIME, limits.silence)
    }

    /// libcurl silently sends again what it wrote to a reused connection that had died, whatever the method. A
    /// request that must not be sent twice gets a connection of its own, and HTTP/1.1, which has no refused streams.
    func sendOnce() throws(HTTPError) {
        try set(CURLOPT_FRESH_CONNECT, 1)
        try set(CURLOPT_HTTP_VERSION, 2)  // CURL_HTTP_VERSION_1_1
    }
}
