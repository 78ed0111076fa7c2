package import Lifecycle
internal import Platform

/// The variables of the environment that decide how a provider is reached. `lockstep-provider` is given those that are in
/// force and no other, so what is said here is all that there is.
package enum NetworkVariables {
    private static let (proxies, exceptions) = (ProxyVariables.proxies, ProxyVariables.exceptions)
    /// Certificates that are trusted.
    private static let certificates = ["SSL_CERT_FILE", "SSL_CERT_DIR"]

    /// A variable that is in force.
    struct Entry: Hashable {
        let name: String
        let value: String
    }

    /// Those in force for a base URL, each with its value.
    ///
    /// A URL with http is one of this machine: no proxy is used for it, and no certificate asked for.
    static func inForce(
        for baseURL: String, _ variable: (String) -> String? = Environment.repairedValue
    ) -> [Entry] {
        guard !baseURL.lowercased().hasPrefix("http:") else { return [] }
        func found(_ names: [String]) -> [Entry] {
            names.compactMap { name in variable(name).map { Entry(name: name, value: $0) } }
        }
        let proxy = found(proxies).prefix(1)
        return proxy + (proxy.isEmpty ? [] : found(exceptions).prefix(1)) + found(certificates)
    }

    /// A sentence on those in force for an address, without their values, since a proxy's may hold a password; `nil` when
    /// none is.
    package static func warning(for address: ProviderAddress) -> String? {
        warning(of: inForce(for: address.text).map(\.name))
    }

    static func warning(of names: [String]) -> String? {
        let parts = [("proxy", proxies + exceptions), ("certificates", certificates)].compactMap {
            (what, kind) -> String? in
            let named = names.filter(kind.contains)
            return named.isEmpty ? nil : "\(what): \(named.joined(separator: ", "))"
        }
        guard !parts.isEmpty else { return nil }
        return "the environment decides how the provider is reached (\(parts.joined(separator: "; ")))"
    }
}
