internal import Lifecycle
internal import Secrets

/// Compares summaries with what was handed out before them.
struct SummaryCheck {
    /// What was handed out so far; `nil` where the next summary has to say it.
    private var tally: ReadingTally?

    /// Begins where a log does: one whose first files were removed begins with a summary.
    init(from kept: ReadingPosition) { tally = kept.batches == 0 ? ReadingTally() : nil }

    /// Counts a batch; `false` for a summary that does not tell what was handed out. Throws `malformed`.
    mutating func takes(_ batch: ReadingBatch) throws(SecretsError) -> Bool {
        guard !batch.isSummary else {
            let said = try batch.tally()
            defer { tally = said }
            return tally?.isTold(by: said) ?? true
        }
        var known = tally ?? ReadingTally()
        let isKnown = tally != nil
        tally = nil
        // What a later version has told cannot be counted.
        do throws(SecretsError) { try batch.count(in: &known) } catch .later { return true }
        if isKnown { tally = known }
        return true
    }
}

extension ReadingTally {
    /// Whether a summary tells the same. Only what was read before all that it tells of may be missing: it was too old, or there was no
    /// room for it.
    func isTold(by said: ReadingTally) -> Bool {
        let (counts, told) = (counts, said.counts)
        let oldest = said.items.map(\.all.last).min() ?? .max
        return said.items.allSatisfy { counts[$0.name] == $0.all }
            && items.allSatisfy { told[$0.name] != nil || $0.all.last <= oldest }
    }

    private var counts: [LabelReadings.Name: ReadingCount] {
        Dictionary(items.map { ($0.name, $0.all) }) { first, _ in first }
    }
}
