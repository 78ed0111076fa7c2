internal import Lifecycle
package import Requests

extension Service {
    /// When tokens begin and end.
    package func timeline(_ request: TimelineRequest) throws(Failure) -> AnswerStream<Done, TimelineItem> {
        let (overlaps, tokens) = (try overlaps(), try list(request.list))
        return AnswerStream(Done()) { () throws(Failure) in
            guard let view = try tokens.next() else { return nil }
            let overlap = overlaps.isEmpty ? nil : overlaps[view.record.id]
            return TimelineItem(view, overlap: overlap)
        }
    }

    /// When the overlap of an older generation ends, by its record.
    func overlaps() throws(Failure) -> [RecordID: Instant] {
        var overlaps: [RecordID: Instant] = [:]
        for found in try reading({ () throws(LedgerError) in try vault.operations() }) {
            guard case .rest(let until) = found.operation.waiting else { continue }
            overlaps[found.operation.subject.record] = until
        }
        return overlaps
    }
}
