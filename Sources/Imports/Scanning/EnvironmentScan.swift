/// Variables, `NAME=value` a line, as shells and the many readers of env files take them. It is lenient: what it cannot read is passed over.
package struct EnvironmentScan {
    private let wanted: SoughtNames
    private var findings = Findings()
    private var host: String?

    /// What is found under the wanted names.
    package static func findings(in bytes: Span<UInt8>, _ wanted: SoughtNames) -> Findings {
        var scan = EnvironmentScan(wanted: wanted)
        var lines = TextLines(bytes)
        while let line = lines.next(bytes) {
            if let end = scan.take(line, bytes) { lines.skip(to: end, bytes) }
        }
        return scan.end()
    }

    private init(wanted: SoughtNames) { self.wanted = wanted }

    /// Takes what begins in a line; returns where a value ends that goes over several.
    private mutating func take(_ line: TextLines.Line, _ bytes: Span<UInt8>) -> Int? {
        var text = line.range.trimmed(bytes)
        if text.begins(with: "export", bytes), text.count > 6, bytes[text.lowerBound + 6].isBlank {
            text = (text.lowerBound + 6..<text.upperBound).trimmed(bytes)
        }
        guard let first = text.first, bytes[first] != UInt8(ascii: "#"),
            let mark = text.first(UInt8(ascii: "="), bytes)
        else { return nil }
        let name = (first..<mark).trimmed(bytes).text(bytes)
        let value = (mark + 1..<text.upperBound).trimmed(bytes)
        guard let quote = value.first.map({ bytes[$0] }), quote == 0x22 || quote == 0x27 else {
            take(name, plain(value, bytes), line, bytes)
            return nil
        }
        let inner = quoted(value, quote, bytes)
        take(name, inner, line, bytes)
        return inner.upperBound <= line.range.upperBound ? nil : inner.upperBound
    }

    /// A value up to a comment.
    private func plain(_ value: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
        let end = value.first {
            bytes[$0] == UInt8(ascii: "#") && $0 > value.lowerBound && bytes[$0 - 1].isBlank
        }
        return (value.lowerBound..<(end ?? value.upperBound)).trimmed(bytes)
    }

    /// What stands between quotation marks, which may be several lines; the rest of the line where the second one is missing.
    private func quoted(_ value: Range<Int>, _ quote: UInt8, _ bytes: Span<UInt8>) -> Range<Int> {
        let start = value.lowerBound + 1
        var place = start
        while place < bytes.count, bytes[place] != quote {
            place += bytes[place] == UInt8(ascii: "\\") && quote == 0x22 ? 2 : 1
        }
        return start..<(place < bytes.count ? place : max(start, value.upperBound))
    }

    private mutating func take(
        _ name: String, _ value: Range<Int>, _ line: TextLines.Line, _ bytes: Span<UInt8>
    ) {
        if ["LINODE_URL", "LINODE_CLI_API_HOST"].contains(name), value.count < 256 {
            host = value.text(bytes).hostOfURL
        }
        guard wanted.names.contains(name) else { return }
        // A line break at its ends is not part of it.
        let string = value.trimmedOfLines(bytes)
        if wanted.isString(string, bytes) {
            findings.strings.append(
                FoundString(name: name, line: line.number, range: string, taken: string))
        } else if !string.isEmpty, !string.begins(with: "lockstep://", bytes) {
            findings.odd.append(OddValue(name: name, line: line.number))
        }
    }

    private consuming func end() -> Findings {
        var all = findings
        for place in all.strings.indices { all.strings[place].host = host }
        return all
    }
}

extension Range<Int> {
    /// Without blanks and line ends at both ends.
    fileprivate func trimmedOfLines(_ bytes: Span<UInt8>) -> Range<Int> {
        var (start, end) = (lowerBound, upperBound)
        func isEdge(_ byte: UInt8) -> Bool { byte.isBlank || byte == 0x0A || byte == 0x0D }
        while start < end, isEdge(bytes[start]) { start += 1 }
        while end > start, isEdge(bytes[end - 1]) { end -= 1 }
        return start..<end
    }
}
