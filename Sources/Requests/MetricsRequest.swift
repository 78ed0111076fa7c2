package import Lifecycle
package import Secrets

/// The figures of a vault, for a monitoring system that keeps series of them.
package struct MetricsRequest: PlainRequest, Hashable {
    package typealias Answer = VaultMetrics
    package static let kind = RequestKind.metrics
    package init() {}
}

/// The figures of a vault. None of them names a token.
package struct VaultMetrics: Hashable, Sendable {
    /// How many records there are in each state, in the order of the states.
    package var states = [Int](repeating: 0, count: Record.State.allCases.count)
    /// Living tokens whose expiry has passed, and those that never expire.
    package var (expired, eternal): (Int, Int) = (0, 0)
    /// When the first token expires that no policy replaces, and the first that one does.
    package var (earliest, earliestRenewed): (Instant?, Instant?) = (nil, nil)
    /// Tokens that a policy wants replaced by now, and those of them where it is overdue.
    package var (due, overdue): (Int, Int) = (0, 0)
    /// Unfinished operations; those that are held up; revocations; those that only watch for a late request.
    package var (pending, heldUp, revocations, watching): (Int, Int, Int, Int) = (0, 0, 0, 0)
    /// The accounts, by name.
    package var accounts: [Account] = []
    /// When a sync on this machine last compared every account with its provider.
    package var lastSync: Instant?
    /// How often this machine has handed out a token, as far as its log goes back.
    package var handOuts: UInt64 = 0
    /// The vault's counter.
    package var changes: UInt64 = 0

    /// Nothing was counted so far.
    package init() {}

    /// How many records are in a state.
    package func count(_ state: Record.State) -> Int {
        Record.State.allCases.firstIndex(of: state).map { states[$0] } ?? 0
    }

    /// Counts a record.
    package mutating func count(in state: Record.State) {
        if let place = Record.State.allCases.firstIndex(of: state) { states[place] += 1 }
    }

    private var numbers: [Int] {
        states + [expired, eternal, due, overdue, pending, heldUp, revocations, watching]
    }
}

extension VaultMetrics: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.values(states)
        writer.fields(expired, eternal, earliest, earliestRenewed, due, overdue)
        writer.fields(pending, heldUp, revocations, watching, accounts, lastSync, handOuts, changes)
    }

    /// Reads figures, none of which is below 0, and one for each state.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init()
        let count = states.count
        states = try reader.values()
        (expired, eternal) = (try reader.value(), try reader.value())
        (earliest, earliestRenewed) = (try reader.value(), try reader.value())
        (due, overdue, pending) = (try reader.value(), try reader.value(), try reader.value())
        (heldUp, revocations, watching) = (try reader.value(), try reader.value(), try reader.value())
        (accounts, lastSync) = (try reader.value(), try reader.value())
        (handOuts, changes) = (try reader.value(), try reader.value())
        guard states.count == count, numbers.allSatisfy({ $0 >= 0 }) else { throw .malformed }
    }
}
