/// An entry of a password store, as `pass` prints it: the secret in the first line, and `name: value` below.
package enum EntryScan {
    /// The first line where it is a token string, and what stands under the wanted names. All have the entry's name.
    package static func findings(in bytes: Span<UInt8>, entry: String, _ wanted: SoughtNames) -> Findings {
        var (all, lines) = (Findings(), TextLines(bytes))
        if let first = lines.next(bytes) {
            let value = first.range.trimmed(bytes)
            if wanted.isString(value, bytes) {
                all.strings.append(
                    FoundString(name: entry, line: 1, range: value, taken: first.whole))
            }
        }
        let named = SoughtNames(
            names: Set(wanted.names.map { $0.lowercased() } + ["token"]), digits: wanted.digits)
        let below = INIScan.findings(in: bytes, named)
        let first = all.strings.first?.range
        all.strings += below.strings.filter { $0.range != first }.map {
            FoundString(name: entry, line: $0.line, range: $0.range, taken: $0.taken)
        }
        all.odd = below.odd.map { OddValue(name: entry, line: $0.line) }
        if all.strings.isEmpty, all.odd.isEmpty, bytes.count > 0 {
            all.odd = [OddValue(name: entry, line: 1)]
        }
        return all
    }
}
