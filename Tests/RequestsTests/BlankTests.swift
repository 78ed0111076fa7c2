import Requests
import Secrets
import TestSupport
import Testing

/// A field that a sample leaves empty is one whose encoding no test looks at: what is new in a type has to stand in its sample.
@Suite("A sample")
struct BlankTests {
    static let full: [any Sample] = [
        Samples.record, Samples.account, Samples.grant, Samples.entry, Samples.statement, Samples.report,
        Samples.readings, Samples.ledger, Samples.provider, Samples.pending, Samples.view,
        Samples.examination, Samples.doctor, Samples.mark, Samples.checked, Samples.metrics,
        Samples.timed, Samples.why,
    ]

    @Test("leaves nothing empty that may be there", arguments: full)
    func filled(_ sample: any Sample) {
        let found = BlankTests.blanks(in: sample, "\(type(of: sample))")
        // A rule that says who may change a token says nothing else, and what is incomplete is the rarer case.
        #expect(found.filter { !$0.hasSuffix(".manages") && !$0.hasSuffix(".isComplete") } == [])
    }

    /// The paths of what is absent, empty, false or 0.
    private static func blanks(in value: Any, _ path: String) -> [String] {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            guard let inner = mirror.children.first else { return [path] }
            return blanks(in: inner.value, path)
        case .collection, .set, .dictionary:
            guard let first = mirror.children.first else { return [path] }
            return value is [UInt8] ? [] : blanks(in: first.value, path)
        case .struct where !(value is any BinaryInteger) && !(value is String):
            return mirror.children.flatMap { blanks(in: $0.value, "\(path).\($0.label ?? "")") }
        default:
            let isBlank =
                (value as? Bool) == false || (value as? any BinaryInteger).map { Int64(clamping: $0) } == 0
            return isBlank || (value as? String) == "" ? [path] : []
        }
    }
}
