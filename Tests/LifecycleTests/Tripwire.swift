import Lifecycle

/// Counts the points that are passed, and stops the process at one of them: from there on nothing reaches the vault or
/// the provider any more, as if it had been killed.
final class Tripwire: Failpoints {
    var points = 0
    let last: Int
    init(at last: Int) { self.last = last }
    var isDead: Bool { points > last }

    func pass() -> Bool {
        points += 1
        return !isDead
    }
}
