internal import Secrets

/// The key under which lanes are named: no token is in the table, and no hash that anybody else could make of one.
enum LaneKey: KeyPurpose {
    static let context: StaticString = "LSlanes_"
    static let number: UInt64 = 1
}

/// The requests that a server counts together: those with one token, listings apart from the rest.
struct LaneID: Hashable {
    /// Stands for no lane.
    static let none = LaneID(high: 0, low: 0)

    let high: UInt64
    let low: UInt64

    private init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    init(_ token: BearerToken, _ kind: HTTPRequest.Lane, under key: borrowing Key<LaneKey>) {
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        let hash = KeyedHash.of(secret: token.bytes, with: key)
        high = number(hash[0..<8])
        // The last bit is the kind; the one before it is set, so that no lane is `none`.
        low = number(hash[8..<16]) & ~3 | 2 | (kind == .listing ? 1 : 0)
    }
}

/// A lane that is nearly used up, as it lies in the table.
struct PaceLane {
    static let none = PaceLane(id: .none, left: 0, reset: 0)

    var id: LaneID
    /// How many requests may still start before `reset`.
    var left: Int64
    /// When the server counts anew, in seconds since 1970.
    var reset: Int64

    /// Whether `reset` is still to come. One further away than any real one is not believed.
    func isCounting(at now: Int64) -> Bool { (1...Pace.longest).contains(reset &- now) }

    /// Whether nothing may start until `reset`.
    func isUsedUp(at now: Int64) -> Bool { left <= 0 && isCounting(at: now) }
}

/// A request in flight, or a process that waits to begin its first, as it lies in the table.
struct PaceSlot {
    static let free = PaceSlot(owner: 0, lane: .none, end: 0)

    /// Whose it is; 0 for nobody's.
    var owner: UInt64
    /// What is in flight; none where one waits.
    var lane: LaneID
    /// When it counts no more, in milliseconds of the machine's clock: whoever has it then was stopped.
    var end: Int64
}
