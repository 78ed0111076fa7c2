internal import CCurl
internal import Glibc

/// Where a server is: https to anywhere, http only to this machine.
struct BaseURL {
    /// The URL without a slash at its end.
    let text: String
    /// `https`, or `http` to this machine.
    let scheme: String
    /// For `http`: the entry that pins the host's name to this machine's addresses (CURLOPT_RESOLVE).
    let pin: String?

    /// Reads a URL; throws `refused` for one that is not acceptable, before anything is sent.
    init(_ text: String) throws(HTTPError) {
        guard let parts = unsafe curl_url() else { throw BaseURL.refused("no memory") }
        defer { unsafe curl_url_cleanup(parts) }
        guard unsafe curl_url_set(parts, CURLUPART_URL, text, 0) == CURLUE_OK else {
            throw BaseURL.refused("it is not a URL")
        }
        func part(_ which: CURLUPart, _ flags: UInt32 = 0) throws(HTTPError) -> String? {
            try unsafe BaseURL.part(which, of: parts, flags)
        }
        guard let scheme = try part(CURLUPART_SCHEME), let host = try part(CURLUPART_HOST) else {
            throw BaseURL.refused("it is not a URL")
        }
        for extra in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT]
        where try part(extra) != nil {
            throw BaseURL.refused("it holds more than a host and a path")
        }
        let port = try part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)) ?? ""
        switch scheme {
        case "https": pin = nil
        case "http" where host == "localhost": pin = "localhost:\(port):127.0.0.1,[::1]"
        case "http" where BaseURL.isLoopback(host): pin = nil
        case "http": throw BaseURL.refused("http is allowed to this machine only")
        default: throw BaseURL.refused("its scheme is not https")
        }
        self.scheme = scheme
        guard var whole = try part(CURLUPART_URL) else { throw BaseURL.refused("it is not a URL") }
        while whole.hasSuffix("/") { whole.removeLast() }
        self.text = whole
    }

    /// A part of a URL; `nil` when it has none. What libcurl cannot tell is refused: it may be there.
    private static func part(_ which: CURLUPart, of parts: OpaquePointer, _ flags: UInt32)
        throws(HTTPError) -> String?
    {
        var found: UnsafeMutablePointer<CChar>?
        switch unsafe curl_url_get(parts, which, &found, flags) {
        case CURLUE_OK: break
        case CURLUE_NO_USER, CURLUE_NO_PASSWORD, CURLUE_NO_QUERY, CURLUE_NO_FRAGMENT, CURLUE_NO_PORT,
            CURLUE_NO_SCHEME, CURLUE_NO_HOST:
            return nil
        default: throw refused("it cannot be taken apart")
        }
        guard let found = unsafe found else { return nil }
        defer { unsafe curl_free(found) }
        return unsafe String(cString: found)
    }

    /// 127.0.0.0/8 and ::1, written as addresses.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "[::1]" { return true }
        var address = in_addr()
        return unsafe inet_pton(AF_INET, host, &address) == 1
            && UInt32(bigEndian: address.s_addr) >> 24 == 127
    }

    private static func refused(_ why: String) -> HTTPError {
        HTTPError(.refused, "the provider's URL is refused: \(why)")
    }
}
