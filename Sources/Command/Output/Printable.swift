internal import Secrets

/// Text from elsewhere, made safe for a terminal.
enum Printable {
    /// One line: control characters, and those that turn the reading direction, are shown as escapes.
    static func line(_ text: String) -> String {
        guard !isPlain(text) else { return text }
        var line = ""
        for scalar in text.unicodeScalars {
            // U+200D joins emoji.
            if scalar.isHidden, scalar != "\u{200D}" {
                line += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    /// A number of bytes in the largest unit that divides it.
    static func size(_ bytes: Int) -> String {
        let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
        guard bytes > 0, let (unit, name) = units.first(where: { bytes.isMultiple(of: $0.0) }) else {
            return "\(bytes) bytes"
        }
        return "\(bytes / unit) \(name)"
    }

    /// A word in quotation marks, whole where it is a label or a path as people have them; else its middle is left out.
    static func quoted(_ text: String) -> String {
        let line = line(text)
        return line.count > 200 ? "'\(line.prefix(98))...\(line.suffix(98))'" : "'\(line)'"
    }

    /// A path as a shell takes it.
    static func argument(_ path: String) -> String {
        let isBare = path.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || "0123456789/._+-".unicodeScalars.contains($0)
        }
        return isBare
            ? path
            : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
                + "'"
    }

    /// The columns that a text takes: two for wide characters (Unicode, UAX #11), none for combining marks.
    static func width(_ text: String) -> Int {
        isPlain(text) ? text.utf8.count : text.reduce(0) { $0 + width($1) }
    }

    /// Whether a text has only visible ASCII, as most do: one column a byte, and nothing to escape.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// A text cut to so many columns, with `…` at its end where something was cut.
    static func cut(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var (cut, used) = ("", 0)
        for character in text {
            let wide = width(character)
            guard used + wide <= columns - 1 else { break }
            cut.append(character)
            used += wide
        }
        return cut + "…"
    }

    private static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") { return 2 }
        switch first.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            return 2
        default:
            return first.properties.generalCategory == .nonspacingMark ? 0 : 1
        }
    }
}
