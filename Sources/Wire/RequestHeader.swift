package import Lifecycle
package import Requests
package import Secrets

/// What goes before a request that is no hand-out: enough for the agent to choose who performs it. The request itself is read by
/// the worker.
package struct RequestHeader: Coded, Equatable {
    /// The vault's path: bytes to the kernel, and compared as such.
    package let vault: [UInt8]
    /// Which request follows.
    package let kind: RequestKind
    /// How many seconds the provider is given to catch up.
    package let settle: UInt16
    /// The address that the asker's environment names.
    package let address: ProviderAddress?
    /// What of the asker's environment leads to a proxy: `ProxyVariables.settings`.
    package let proxies: [String]

    /// The most bytes that these take together.
    package static let mostProxyBytes = 8192

    /// Describes a request.
    package init(
        vault: [UInt8], kind: RequestKind, settle: UInt16, address: ProviderAddress?, proxies: [String]
    ) {
        (self.vault, self.kind, self.settle) = (vault, kind, settle)
        (self.address, self.proxies) = (address, proxies)
    }

    /// Writes all of it.
    package func encode(to writer: inout Writer) {
        writer.bytes(vault)
        writer.byte(kind.rawValue)
        writer.number(settle)
        writer.value(address)
        writer.values(proxies)
    }

    /// Reads it strictly.
    package init(from reader: inout Reader) throws(SecretsError) {
        vault = try reader.bytes()
        kind = try reader.choice(RequestKind.self)
        settle = try reader.number()
        address = try reader.value(optional: ProviderAddress.self)
        proxies = try reader.values()
        guard proxies.reduce(0, { $0 + $1.utf8.count }) <= RequestHeader.mostProxyBytes else {
            throw .malformed
        }
    }
}
