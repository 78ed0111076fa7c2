/// Finds the word that a misspelt one was meant to be.
package enum Nearest {
    /// The nearest candidate within a third of the word's length, by edit distance.
    package static func name(to word: String, among candidates: [String]) -> String? {
        let near = candidates.map { ($0, distance(Array(word), Array($0))) }.min { $0.1 < $1.1 }
        guard let near, near.1 <= max(1, word.count / 3) else { return nil }
        return near.0
    }

    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for other in right.indices {
                let above = row[other + 1]
                row[other + 1] = min(
                    above + 1, row[other] + 1, diagonal + (character == right[other] ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
