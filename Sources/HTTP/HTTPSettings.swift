/// What all requests of a client have in common.
package struct HTTPSettings {
    let base: BaseURL
    let userAgent: String
    let headers: Set<String>
    let certificates: Certificates
    let times: TimeLimits

    /// Takes the base URL, such as `https://api.linode.com`, the names of the headers that mean something, in lower case, and the
    /// environment, which may name other certificates to trust: `SSL_CERT_FILE`, `SSL_CERT_DIR`. Throws `refused` for another URL
    /// than one with https, or with http to this machine.
    package init(
        baseURL: String, userAgent: String, headers: Set<String>, times: TimeLimits,
        environment: (String) -> String?
    ) throws(HTTPError) {
        base = try BaseURL(baseURL)
        (self.userAgent, self.headers, self.times) = (userAgent, headers, times)
        certificates = Certificates(environment)
    }
}
