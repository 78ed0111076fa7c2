package import Secrets

/// Members of objects in a JSON text, however deep, as `vault kv get -format=json` or `doppler secrets download` write them:
/// `{"data": {"data": {"LINODE_TOKEN": "…"}}}`.
package struct JSONScan {
    private let wanted: SoughtNames
    private var findings = Findings()

    /// What is found under the wanted names, by line. Throws what keeps the text from being JSON.
    package static func findings(in bytes: Span<UInt8>, _ wanted: SoughtNames) throws(ScannedJSON.Fault)
        -> Findings
    {
        let start = TextLines.start(bytes)
        let text = bytes.extracting(start..<bytes.count)
        var scan = JSONScan(wanted: wanted)
        scan.take(try ScannedJSON.scan(text), [], text)
        return scan.end(start)
    }

    private init(wanted: SoughtNames) { self.wanted = wanted }

    private mutating func take(_ value: ScannedJSON, _ path: [String], _ bytes: Span<UInt8>) {
        switch value {
        case .object(let members):
            for (name, member) in members { take(member, path + [name], bytes) }
        case .array(let elements):
            for (place, element) in elements.enumerated() { take(element, path + [String(place)], bytes) }
        case .string(let range, _) where path.last.map { wanted.names.contains($0) } ?? false:
            take(range, path.joined(separator: "."), bytes)
        case .string, .null, .bool, .number: break
        }
    }

    private mutating func take(_ range: Range<Int>, _ name: String, _ bytes: Span<UInt8>) {
        let line = 1 + (0..<range.lowerBound).count { bytes[$0] == UInt8(ascii: "\n") }
        if wanted.isString(range, bytes) {
            findings.strings.append(FoundString(name: name, line: line, range: range, taken: range))
        } else if !range.isEmpty, !range.begins(with: "lockstep://", bytes) {
            findings.odd.append(OddValue(name: name, line: line))
        }
    }

    private consuming func end(_ start: Int) -> Findings {
        var all = Findings()
        all.odd = findings.odd.sorted { ($0.line, $0.name) < ($1.line, $1.name) }
        all.strings = findings.strings.sorted { $0.range.lowerBound < $1.range.lowerBound }.map {
            let range = $0.range.lowerBound + start..<$0.range.upperBound + start
            return FoundString(name: $0.name, line: $0.line, range: range, taken: range)
        }
        return all
    }
}
