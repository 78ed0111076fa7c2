extension ScannedJSON {
    /// Writes a text as a JSON string, quotes included. Characters that nobody sees, or that turn the reading direction,
    /// are escaped, so that a terminal shows what a script reads; everything else stands as UTF-8.
    package static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        write(quoted: text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends it as bytes.
    package static func write(quoted text: String, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        var place = start
        while place < bytes.count, isPlain(bytes[place]) { place += 1 }
        if place < bytes.count {
            bytes.removeSubrange(start...)
            for scalar in text.unicodeScalars { bytes.append(contentsOf: written(scalar).utf8) }
        }
        bytes.append(0x22)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte <= 0x7E && byte != 0x22 && byte != 0x5C
    }

    private static func written(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case _ where scalar.isHidden: escape(scalar)
        default: String(scalar)
        }
    }

    /// The escape of a character: two of them, a surrogate pair, beyond U+FFFF (RFC 8259, 7).
    private static func escape(_ scalar: Unicode.Scalar) -> String {
        UTF16.encode(scalar).map { units in
            units.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        } ?? ""
    }
}

extension Unicode.Scalar {
    /// Whether it shows nothing of its own, or changes how the characters around it are shown: control and format
    /// characters (those for the reading direction among them), line separators, and what has no agreed form.
    package var isHidden: Bool {
        if value < 0x7F { return value < 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            true
        default: false
        }
    }
}
