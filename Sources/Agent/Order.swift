internal import Lifecycle
internal import Requests
internal import Secrets
internal import Wire

/// What a worker is told of a request that it performs; the request itself it reads from the client.
struct Order: Hashable, Coded {
    let kind: RequestKind
    /// Who asks.
    let caller: Caller
    /// How many seconds the provider is given to catch up.
    let settle: UInt16
    /// The address that the asker's environment names.
    let address: ProviderAddress?

    init(_ header: RequestHeader, from caller: Caller) {
        (kind, self.caller, settle, address) = (header.kind, caller, header.settle, header.address)
    }

    func encode(to writer: inout Writer) {
        writer.byte(kind.rawValue)
        caller.encode(to: &writer)
        writer.number(settle)
        writer.value(address?.text)
    }

    init(from reader: inout Reader) throws(SecretsError) {
        kind = try reader.choice(RequestKind.self)
        caller = try Caller(from: &reader)
        settle = try reader.number()
        address = try reader.value(optional: String.self).flatMap { ProviderAddress($0) }
    }
}
