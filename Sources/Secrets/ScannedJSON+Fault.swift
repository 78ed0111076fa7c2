extension ScannedJSON {
    /// Where a text that `scan` does not accept goes wrong, for people: the line and the character in it, both from 1 on.
    package static func fault(in bytes: Span<UInt8>) -> (line: Int, column: Int) {
        var scanner = JSONScanner()
        if (try? scanner.value(bytes, depth: 0)) != nil { scanner.skipSpace(bytes) }
        var (line, column) = (1, 1)
        for place in 0..<min(scanner.place, bytes.count) {
            switch bytes[place] {
            case UInt8(ascii: "\n"): (line, column) = (line + 1, 1)
            // What goes on a character of UTF-8 begins none.
            case 0x80..<0xC0: break
            default: column += 1
            }
        }
        return (line, column)
    }
}
