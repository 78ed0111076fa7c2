/// When changes were asked for in the last hour, by a clock that only goes forward.
package struct ChangeWindow: Hashable, Sendable {
    /// An hour, in milliseconds.
    package static let length: Int64 = 3_600_000

    /// The moments, in milliseconds, the earliest first; no more than can be set.
    private var moments: [Int64] = []

    /// Starts with none.
    package init() {}

    /// Notes a change that is begun now.
    package mutating func note(at moment: Int64) {
        moments.removeAll { $0 <= moment - ChangeWindow.length }
        moments.append(moment)
        moments = moments.suffix(ChangeSettings.changesAnHour.upperBound)
    }

    /// Takes back the last one, which came to nothing.
    package mutating func takeBack() { _ = moments.popLast() }

    /// For how many milliseconds no change may be begun any more, of which there may be so many an hour; `nil` where one may be now.
    package func wait(of most: Int, at moment: Int64) -> Int64? {
        let recent = moments.filter { $0 > moment - ChangeWindow.length }
        guard recent.count >= max(most, 1) else { return nil }
        return recent[recent.count - max(most, 1)] + ChangeWindow.length - moment
    }

    /// How long ago each of the last hour was, in milliseconds, the longest first: for another process, with another clock.
    package func ages(at moment: Int64) -> [Int64] {
        moments.map { moment - $0 }.filter { (0..<ChangeWindow.length).contains($0) }
    }

    /// Takes such ages.
    package init(ages: [Int64], at moment: Int64) { moments = ages.map { moment - $0 } }
}
