internal import Secrets

/// A place at which the beginning of a token string stands: it is read on, within guarded memory, and its mark decides.
struct Candidate {
    let pattern: Pattern
    /// Where the pattern begins in the text.
    let start: Int
    /// Behind the pattern.
    let cursor: TextCursor

    /// So many characters behind a beginning are no longer public; fewer are the ends of listings.
    static let leastBehind = 8
    /// More than so many behind a beginning are not counted.
    private static let mostBehind = 512

    /// What is there; `nil` where no more than the beginning, which is public.
    func found(in table: SoughtTable) -> FoundToken? {
        let sought = table.sought[pattern.sought]
        if let whole = sought.whole, let end = end(of: whole, sought.beginning, under: table.key) {
            return found(.whole, end)
        }
        var cursor = cursor
        let count = cursor.passWord(atMost: Candidate.mostBehind)
        let behind = pattern.base64End.map { (count * 6 + $0) / 8 - Sought.beginningSize } ?? count
        return behind >= Candidate.leastBehind ? found(.beginning(behind: behind), cursor) : nil
    }

    private func found(_ kind: FoundToken.Kind, _ end: TextCursor) -> FoundToken {
        FoundToken(
            kind: kind, sought: pattern.sought, offset: start, length: end.place - start,
            spelling: pattern.base64End == nil ? end.spelling : end.spelling.union(.base64))
    }

    /// The place behind the whole string; `nil` where it is another one.
    private func end(of whole: Sought.Whole, _ beginning: [UInt8], under key: [UInt8]) -> TextCursor? {
        var (cursor, isRead) = (cursor, false)
        let string = try? SecretBytes(count: whole.length) { target in
            for place in beginning.indices { target[place] = beginning[place] }
            isRead =
                if let base64End = pattern.base64End {
                    Candidate.read(base64: &cursor, from: base64End, into: &target)
                } else {
                    Candidate.read(&cursor, into: &target)
                }
        }
        guard isRead, let string = consume string, KeyedHash.mark(of: string, under: key) == whole.mark else {
            return nil
        }
        return cursor
    }

    private static func read(_ cursor: inout TextCursor, into target: inout MutableSpan<UInt8>) -> Bool {
        for place in Sought.beginningSize..<target.count {
            guard let byte = cursor.next() else { return false }
            target[place] = byte
        }
        return true
    }

    /// Reads on at a bit of the string that is still within its beginning.
    private static func read(
        base64 cursor: inout TextCursor, from bit: Int, into target: inout MutableSpan<UInt8>
    ) -> Bool {
        var (place, wanted) = (Sought.beginningSize, Sought.beginningSize * 8 - bit)
        var (bits, count): (UInt32, Int) = (0, 0)
        while place < target.count {
            guard let byte = cursor.next(), let sextet = Base64.sextet(byte) else { return false }
            (bits, count) = (bits << 6 | UInt32(sextet), count + 6)
            if wanted > 0 {
                // What is left of the beginning is known.
                let known = min(wanted, count)
                (wanted, count) = (wanted - known, count - known)
                bits &= (1 << UInt32(count)) - 1
            }
            guard count >= 8 else { continue }
            target[place] = UInt8(truncatingIfNeeded: bits >> UInt32(count - 8))
            (place, count) = (place + 1, count - 8)
            bits &= (1 << UInt32(count)) - 1
        }
        return true
    }
}
