/// The address of a provider's API, such as `https://api.linode.com`, in the one form in which addresses are compared.
package struct ProviderAddress: Hashable, Sendable {
    /// Scheme, host, port unless it is the scheme's own, and path: scheme and host in lower case, no slash at the end.
    package let text: String

    /// Where accounts are that were sealed before addresses were kept: there was one provider then, and one place of it.
    package static let ofFormat1 = ProviderAddress(canonical: "https://api.linode.com")

    private init(canonical: String) { text = canonical }

    /// Reads an address; `nil` for a text that has more than scheme, host, port and path, or is malformed.
    ///
    /// Whether plain http is allowed there is decided by who connects.
    package init?(_ text: String) {
        guard (1...512).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !text.utf8.contains(where: { Array("@?#\\\"<>".utf8).contains($0) }),
            let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://")
        else { return nil }
        let scheme = text[..<colon].lowercased()
        let rest = text[colon...].dropFirst(3)
        let authority = rest.prefix { $0 != "/" }
        guard scheme == "https" || scheme == "http", let place = HostPort(String(authority)) else {
            return nil
        }
        var path = rest[authority.endIndex...]
        while path.hasSuffix("/") { path.removeLast() }
        let host = place.withoutPort(scheme == "https" ? 443 : 80)
        self.text = "\(scheme)://\(host.host)\(host.port.map { ":\($0)" } ?? "")\(path)"
    }
}
