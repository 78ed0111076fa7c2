internal import Lifecycle
internal import Requests
internal import Secrets
internal import Wire

/// What a worker is told of a request that it performs; the request itself it reads from the client.
struct Order: Hashable, Coded {
    let kind: RequestKind
    /// What rules look at of whoever asks.
    let facts: CallerFacts
    /// How long ago each change of the last hour was asked for, in milliseconds.
    let recent: [Int64]
    /// How many seconds the provider is given to catch up.
    let settle: UInt16
    /// The address that the asker's environment names.
    let address: ProviderAddress?
    /// What of the asker's environment leads to a proxy.
    let proxies: [String]

    init(_ header: RequestHeader, from facts: CallerFacts, recent: [Int64]) {
        (kind, settle, address, proxies) = (header.kind, header.settle, header.address, header.proxies)
        (self.facts, self.recent) = (facts, recent)
    }

    func encode(to writer: inout Writer) {
        writer.byte(kind.rawValue)
        writer.value(facts)
        writer.values(recent)
        writer.number(settle)
        writer.value(address)
        writer.values(proxies)
    }

    init(from reader: inout Reader) throws(SecretsError) {
        kind = try reader.choice(RequestKind.self)
        facts = try reader.value()
        recent = try reader.values()
        settle = try reader.number()
        address = try reader.value(optional: ProviderAddress.self)
        proxies = try reader.values()
    }
}
