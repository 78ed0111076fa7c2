package import Secrets

/// The hosts that a record's token string may be sent to by tools that say where they will send it.
package struct HostBindings: Hashable, Sendable {
    /// The most that a token may have.
    package static let most = 64
    /// In the order in which they were bound.
    package var destinations: [Destination] = []

    /// No host.
    package init() {}

    /// Whether one of them covers a destination.
    package func allow(_ destination: Destination) -> Bool {
        destinations.contains { $0.covers(destination) }
    }

    /// Whether a destination names no path, and only paths of its host are bound.
    package func lacksPath(_ destination: Destination) -> Bool {
        !destination.hasPath && !allow(destination) && destinations.contains { $0.host == destination }
    }

    /// The value of the setting; `nil` for none.
    package var bytes: [UInt8]? {
        guard !destinations.isEmpty else { return nil }
        var writer = Writer()
        writer.number(UInt16(clamping: destinations.count))
        for destination in destinations { writer.string(destination.text) }
        return writer.bytes
    }

    /// Reads the value of the setting; only what `bytes` gives is accepted.
    package init(_ bytes: [UInt8]?) throws(SecretsError) {
        guard let bytes else { return }
        var reader = Reader(bytes)
        let count: UInt16 = try reader.number()
        guard (1...HostBindings.most).contains(Int(count)) else { throw .malformed }
        for _ in 0..<count {
            let text = try reader.string()
            guard let destination = Destination(text), destination.text == text else { throw .malformed }
            destinations.append(destination)
        }
        try reader.end()
    }
}
