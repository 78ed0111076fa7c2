internal import Leaks
internal import Requests

/// The marks that a search looks for, and those that it cannot look for.
struct SoughtMarks {
    /// Those that are looked for, in the order of the table's.
    let marks: [LeakMark]
    /// Tokens of the vault of whose strings only the beginning can be looked for, or nothing.
    let incomparable: [LeakMark]
    let table: SoughtTable

    init(_ all: [LeakMark], key: LeakKey) {
        let pairs = all.compactMap { mark in
            Sought(
                beginning: Array(mark.prefix.utf8),
                whole: mark.whole.map { Sought.Whole(length: Int($0.length), mark: $0.mark) }
            ).map { (mark, $0) }
        }
        marks = pairs.map(\.0)
        incomparable = all.filter {
            $0.whole == nil && ($0.holder == .token || $0.holder == .provisioning)
        }
        table = SoughtTable(pairs.map(\.1), key: key.bytes)
    }
}
