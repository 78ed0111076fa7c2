/// How many requests a server still takes in the present minute, as its answers say.
///
/// It counts per token, listings apart from the rest: each count is a lane. The clock here may differ from the
/// server's; a reset that lies further away than any real one is not believed.
struct Pace {
    /// The longest wait that is believed, in seconds: the documented windows last one or two minutes.
    static let longest: Int64 = 150

    private final class Lane {
        let token: BearerToken
        let kind: HTTPRequest.Lane
        /// How many requests may still start before `reset`.
        var left = 0
        var reset: Int64 = 0

        init(_ token: BearerToken, _ kind: HTTPRequest.Lane) { (self.token, self.kind) = (token, kind) }
    }

    private var lanes: [Lane] = []

    /// Takes in what an answer says; `underway` requests of the same lane are not answered yet.
    ///
    /// A lane is kept only while it is nearly used up: hundreds of tokens are asked once each, about themselves.
    mutating func take(
        remaining: Int64, reset: Int64, of kind: HTTPRequest.Lane, as token: BearerToken, underway: Int,
        now: Int64
    ) {
        let known = lane(kind, token)
        guard remaining < 64, (1...Pace.longest).contains(reset - now) else {
            if let known { lanes.removeAll { $0 === known } }
            return
        }
        let lane = known ?? newLane(kind, token)
        lane.left = Int(max(0, remaining)) - underway
        lane.reset = reset
    }

    /// Counts a request that starts.
    func start(in kind: HTTPRequest.Lane, as token: BearerToken) { lane(kind, token)?.left -= 1 }

    /// Seconds until a request may start; 0 for at once.
    func wait(in kind: HTTPRequest.Lane, as token: BearerToken, now: Int64) -> Int64 {
        guard let lane = lane(kind, token), lane.left <= 0 else { return 0 }
        let distance = lane.reset - now
        return distance > Pace.longest ? 0 : max(0, distance)
    }

    private func lane(_ kind: HTTPRequest.Lane, _ token: BearerToken) -> Lane? {
        lanes.first { $0.kind == kind && $0.token.matches(token) }
    }

    private mutating func newLane(_ kind: HTTPRequest.Lane, _ token: BearerToken) -> Lane {
        let lane = Lane(token, kind)
        lanes.append(lane)
        return lane
    }
}
