/// Profiles in sections, as linode-cli and the libraries in Go keep them (Python's ConfigParser): `[NAME]`, then `token = …`.
package struct INIScan {
    private let wanted: SoughtNames
    private var findings = Findings()
    private var section = ""
    private var hosts: [String: String] = [:]
    /// Whether the value that stands above can go on in an indented line.
    private var endsWithString = false

    /// What is found. Keys are compared in lower case, as the tools do.
    package static func findings(in bytes: Span<UInt8>, _ wanted: SoughtNames) -> Findings {
        var scan = INIScan(wanted: wanted)
        var lines = TextLines(bytes)
        while let line = lines.next(bytes) { scan.take(line, bytes) }
        return scan.end()
    }

    private init(wanted: SoughtNames) { self.wanted = wanted }

    private mutating func take(_ line: TextLines.Line, _ bytes: Span<UInt8>) {
        let text = line.range.trimmed(bytes)
        guard let first = text.first else { return }
        guard ![UInt8(ascii: "#"), UInt8(ascii: ";")].contains(bytes[first]) else { return }
        guard first == line.range.lowerBound || !endsWithString else { return goesOn() }
        endsWithString = false
        if bytes[first] == UInt8(ascii: "["), let end = text.last(where: { bytes[$0] == UInt8(ascii: "]") }) {
            section = (first + 1..<end).text(bytes)
        } else if let mark = text.first(where: { [UInt8(ascii: "="), UInt8(ascii: ":")].contains(bytes[$0]) })
        {
            let key = (first..<mark).trimmed(bytes).text(bytes).lowercased()
            take(key, (mark + 1..<text.upperBound).trimmed(bytes), line, bytes)
        }
    }

    private mutating func take(
        _ key: String, _ value: Range<Int>, _ line: TextLines.Line, _ bytes: Span<UInt8>
    ) {
        if key == "api_host" { hosts[section] = value.text(bytes) }
        if key == "api_url" { hosts[section] = value.text(bytes).hostOfURL }
        guard wanted.names.contains(key), !value.isEmpty else { return }
        guard wanted.isString(value, bytes) else {
            return findings.odd.append(OddValue(name: section, line: line.number))
        }
        findings.strings.append(
            FoundString(name: section, line: line.number, range: value, taken: line.whole))
        endsWithString = true
    }

    /// An indented line: with it, the value above is another.
    private mutating func goesOn() {
        endsWithString = false
        let above = findings.strings.removeLast()
        findings.odd.append(OddValue(name: above.name, line: above.line))
    }

    private consuming func end() -> Findings {
        var all = findings
        for place in all.strings.indices {
            all.strings[place].host = hosts[all.strings[place].name] ?? hosts["DEFAULT"]
        }
        return all
    }
}

extension String {
    /// The host and port of an address such as `https://api.linode.com/v4`; of a host alone, itself.
    var hostOfURL: String {
        let parts = split(separator: "/", omittingEmptySubsequences: false)
        return String(parts.count > 2 && parts[1].isEmpty ? parts[2] : parts.first ?? "")
    }
}
