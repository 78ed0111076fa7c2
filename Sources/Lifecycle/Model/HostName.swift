@_spi(_Unicode) import Swift

/// Internationalized host names: each label in lower case, composed (NFC), and in ASCII (RFC 5891, RFC 3492).
enum HostName {
    /// The name in ASCII; `nil` where a label is empty, too long, or holds anything but letters, digits, marks, `-` and `_`.
    static func ascii(_ name: Substring) -> String? {
        if name.utf8.allSatisfy(isPlain) { return plain(name.lowercased()) }
        var labels: [String] = []
        for part in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard let label = label(String(part)), (1...63).contains(label.utf8.count) else { return nil }
            labels.append(label)
        }
        let whole = labels.joined(separator: ".")
        return whole.utf8.count <= 253 ? whole : nil
    }

    /// ASCII already, as most names are: the way around Unicode is short, and each hand-out takes it.
    private static func plain(_ name: String) -> String? {
        guard name.utf8.count <= 253 else { return nil }
        var length = 0
        for byte in name.utf8 {
            let isDot = byte == UInt8(ascii: ".")
            guard isDot ? length > 0 : length < 63 else { return nil }
            length = isDot ? 0 : length + 1
        }
        return length > 0 ? name : nil
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func label(_ part: String) -> String? {
        var scalars: [Unicode.Scalar] = []
        for scalar in part.lowercased()._nfc { scalars.append(scalar) }
        guard scalars.allSatisfy(isAllowed) else { return nil }
        guard scalars.contains(where: { !$0.isASCII }) else {
            return String(String.UnicodeScalarView(scalars))
        }
        return "xn--" + punycode(scalars)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
                || scalar == "_"
        }
        return switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber:
            true
        default: false
        }
    }

    /// Source: RFC 3492, section 6.3. A label has few characters, so nothing overflows.
    private static func punycode(_ scalars: [Unicode.Scalar]) -> String {
        var output = scalars.filter(\.isASCII).map { Character($0) }
        let basic = output.count
        var (next, delta, bias, handled) = (128, 0, 72, basic)
        if basic > 0 { output.append("-") }
        while handled < scalars.count {
            let lowest = scalars.map { Int($0.value) }.filter { $0 >= next }.min() ?? next
            delta += (lowest - next) * (handled + 1)
            next = lowest
            for scalar in scalars.map({ Int($0.value) }) {
                if scalar < next { delta += 1 }
                guard scalar == next else { continue }
                output += digits(of: delta, bias)
                bias = adapted(delta, handled + 1, isFirst: handled == basic)
                (delta, handled) = (0, handled + 1)
            }
            (delta, next) = (delta + 1, next + 1)
        }
        return String(output)
    }

    private static func digits(of delta: Int, _ bias: Int) -> [Character] {
        var (rest, place, output) = (delta, 36, [Character]())
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        while true {
            let threshold = min(max(place - bias, 1), 26)
            guard rest >= threshold else { return output + [alphabet[rest]] }
            output.append(alphabet[threshold + (rest - threshold) % (36 - threshold)])
            (rest, place) = ((rest - threshold) / (36 - threshold), place + 36)
        }
    }

    private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var (rest, steps) = (isFirst ? delta / 700 : delta / 2, 0)
        rest += rest / count
        while rest > 455 { (rest, steps) = (rest / 35, steps + 36) }
        return steps + 36 * rest / (rest + 38)
    }
}
