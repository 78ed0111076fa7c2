/// What came of a search.
package struct SearchReport: Sendable {
    /// A find, and where.
    package struct Find: Hashable, Sendable {
        /// The file.
        package let place: SearchPlace
        /// What stands there.
        package let token: FoundToken
    }

    /// So many finds are kept, and no more.
    package static let mostFinds = 100_000
    /// Of what was not looked into, so many places are kept for each reason.
    static let mostUnsearched = 1000

    /// The finds, by file and place.
    package internal(set) var finds: [Find] = []
    /// How many more there are.
    package internal(set) var moreFinds = 0
    /// What was not looked into, at least partly.
    package internal(set) var unsearched: [Unsearched] = []
    /// How many there are of each kind of reason, by a number for it.
    private var unsearchedCounts: [Int: Int] = [:]
    /// How many files were looked through.
    package internal(set) var files = 0
    /// How many bytes they have.
    package internal(set) var bytes = 0

    /// How many places were not looked into for reasons of a kind.
    package func count(_ reason: Unsearched.Reason) -> Int { unsearchedCounts[reason.kind] ?? 0 }

    /// Whether something cannot be opened or read.
    package var isIncomplete: Bool { count(.unreadable(0)) > 0 }

    mutating func add(_ one: Unsearched) {
        let kind = one.reason.kind
        unsearchedCounts[kind, default: 0] += 1
        if unsearchedCounts[kind, default: 0] <= SearchReport.mostUnsearched { unsearched.append(one) }
    }

    mutating func add(_ found: [FoundToken], in place: SearchPlace) {
        let room = max(0, SearchReport.mostFinds - finds.count)
        finds += found.prefix(room).map { Find(place: place, token: $0) }
        moreFinds += max(0, found.count - room)
    }

    /// Threads finish in any order; people read by file.
    mutating func sort() {
        finds.sort {
            ($0.place.name, $0.token.offset, $0.token.sought) < (
                $1.place.name, $1.token.offset, $1.token.sought
            )
        }
        unsearched.sort { ($0.reason.kind, $0.place.name) < ($1.reason.kind, $1.place.name) }
    }
}

extension Unsearched.Reason {
    /// The same for all of a kind.
    fileprivate var kind: Int {
        switch self {
        case .unreadable: 0
        case .compressed: 1
        case .link: 2
        case .special: 3
        case .own: 4
        }
    }
}
