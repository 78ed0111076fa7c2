internal import Lifecycle
internal import Secrets

/// How many requests the provider still takes in the present minute, as its answers say.
///
/// Linode counts per token, listings apart from the rest (linode-facts, 1.5): each count is a lane. The clock here may
/// differ from the provider's; a reset that lies further away than any real one is not believed.
struct Pace {
    /// The longest wait that is believed, in seconds: the documented windows last one or two minutes.
    static let longest: Int64 = 150

    private final class Lane {
        let credential: SecretBytes
        let isListing: Bool
        /// How many requests may still start before `reset`.
        var left = 0
        var reset = Instant(seconds: 0)

        init(_ credential: consuming SecretBytes, isListing: Bool) {
            self.credential = credential
            self.isListing = isListing
        }
    }

    private var lanes: [Lane] = []

    /// Takes in what an answer says; `underway` requests of the same lane are not answered yet.
    ///
    /// A lane is kept only while it is nearly used up: hundreds of tokens are asked once each, about themselves.
    mutating func take(
        remaining: Int64, reset: Instant, of request: ProviderRequest, as credential: borrowing SecretBytes,
        underway: Int, now: Instant
    ) {
        let distance = reset.seconds - now.seconds
        let known = lane(request, credential)
        guard remaining < 64, (1...Pace.longest).contains(distance) else {
            if let known { lanes.removeAll { $0 === known } }
            return
        }
        guard let lane = known ?? newLane(request, credential) else { return }
        lane.left = Int(max(0, remaining)) - underway
        lane.reset = reset
    }

    /// Counts a request that starts.
    func start(_ request: ProviderRequest, as credential: borrowing SecretBytes) {
        lane(request, credential)?.left -= 1
    }

    /// Seconds until a request may start; 0 for at once.
    func wait(for request: ProviderRequest, as credential: borrowing SecretBytes, now: Instant) -> Int64 {
        guard let lane = lane(request, credential), lane.left <= 0 else { return 0 }
        let distance = lane.reset.seconds - now.seconds
        return distance > Pace.longest ? 0 : max(0, distance)
    }

    private func lane(_ request: ProviderRequest, _ credential: borrowing SecretBytes) -> Lane? {
        for lane in lanes where lane.isListing == request.isListing && lane.credential.matches(credential) {
            return lane
        }
        return nil
    }

    private mutating func newLane(_ request: ProviderRequest, _ credential: borrowing SecretBytes) -> Lane? {
        guard let copy = try? SecretBytes(prefix: credential.count, of: credential) else { return nil }
        let lane = Lane(copy, isListing: request.isListing)
        lanes.append(lane)
        return lane
    }
}

extension ProviderRequest {
    fileprivate var isListing: Bool { self == .list }
}
