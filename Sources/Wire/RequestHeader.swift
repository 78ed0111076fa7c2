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

    /// Describes a request.
    package init(vault: [UInt8], kind: RequestKind, settle: UInt16, address: ProviderAddress?) {
        (self.vault, self.kind, self.settle, self.address) = (vault, kind, settle, address)
    }

    /// Writes all of it.
    package func encode(to writer: inout Writer) {
        writer.bytes(vault)
        writer.byte(kind.rawValue)
        writer.number(settle)
        writer.flag(address != nil)
        if let address { writer.string(address.text) }
    }

    /// Reads it strictly.
    package init(from reader: inout Reader) throws(SecretsError) {
        vault = try reader.bytes()
        kind = try reader.choice(RequestKind.self)
        settle = try reader.number()
        guard try reader.flag() else {
            address = nil
            return
        }
        guard let named = ProviderAddress(try reader.string()) else { throw .malformed }
        address = named
    }
}
