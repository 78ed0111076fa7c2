/// Looks through a text once and finds every token string in it that begins where it is asked for.
///
/// A beginning that stands there as it is has eight of its bytes at a multiple of eight: a bit map tells whether they may be part of one.
/// A beginning that is cut or encoded has a *joint* in it, of which there are few: around each, the characters are read as they are meant.
struct TextScan {
    let table: SoughtTable
    private let text: Text
    /// Only what begins here is reported.
    private let wanted: Range<Int>
    private var window = JointWindow()
    private(set) var found: [FoundToken] = []
    /// How many lines end within `wanted`.
    private(set) var newlines = 0
    /// What of it looks like UTF-16, from the first place to the last; empty for none.
    private(set) var wide = 0..<0

    /// So far behind its beginning the sixteenth character of a string may stand.
    static let reach = 1024

    init(_ table: SoughtTable, _ text: Text, wanted: Range<Int>) {
        (self.table, self.text, self.wanted) = (table, text, wanted)
    }

    /// Looks from where it is wanted to a little behind.
    mutating func run() {
        var place = wanted.lowerBound & ~31
        let end = min(text.count, wanted.upperBound + TextScan.reach)
        window.restart()
        while place < end {
            let first = unsafe text.start.loadUnaligned(fromByteOffset: place, as: SIMD2<UInt64>.self)
            let second = unsafe text.start.loadUnaligned(fromByteOffset: place + 16, as: SIMD2<UInt64>.self)
            let hits =
                table.mayHold(first.x) | table.mayHold(first.y) | table.mayHold(second.x)
                | table.mayHold(second.y)
            if hits & 1 != 0 { samples(from: place) }
            let (joints, more) = (TextScan.joints(first), TextScan.joints(second))
            if (joints.x | joints.y | more.x | more.y) != 0 {
                self.joints(joints.x, at: place)
                self.joints(joints.y, at: place + 8)
                self.joints(more.x, at: place + 16)
                self.joints(more.y, at: place + 24)
            }
            if WideText.isLikely(first.x) {
                wide = (wide.isEmpty ? place : wide.lowerBound)..<place + 1
            }
            place += 32
        }
    }

    /// All bits of the bytes that begin a joint. Only vectors of a stated type become the processor's own instructions.
    @inline(__always) private static func joints(_ words: SIMD2<UInt64>) -> SIMD2<UInt64> {
        let bytes = unsafe unsafeBitCast(words, to: SIMD16<UInt8>.self)
        let newline = SIMD16<UInt8>(repeating: 0x0A)
        let carriageReturn = SIMD16<UInt8>(repeating: 0x0D)
        let percent = SIMD16<UInt8>(repeating: UInt8(ascii: "%"))
        let backslash = SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        let escape = SIMD16<UInt8>(repeating: 0x1B)
        let breaks = (bytes .== newline) .| (bytes .== carriageReturn)
        let codes = (bytes .== percent) .| (bytes .== backslash) .| (bytes .== escape)
        return unsafe unsafeBitCast(breaks .| codes, to: SIMD2<UInt64>.self)
    }

    // MARK: As it is

    /// Looks at four words of eight bytes that may be part of a beginning.
    private mutating func samples(from place: Int) {
        for place in stride(from: place, to: place + 32, by: SoughtTable.stride) {
            let word = unsafe text.start.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            guard table.holds(word) else { continue }
            for start in max(0, place - SoughtTable.stride + 1)...place where start + 16 <= text.count {
                look(at: text.sixteen(from: start), from: start, TextCursor(text, at: start + 16, []))
            }
        }
    }

    private mutating func look(at sixteen: Sixteen, from start: Int, _ cursor: TextCursor) {
        guard wanted.contains(start) else { return }
        table.each(sixteen) { pattern in
            let candidate = Candidate(pattern: pattern, start: start, cursor: cursor)
            if let token = candidate.found(in: table) { found.append(token) }
        }
    }

    // MARK: Cut or encoded

    private mutating func joints(_ bytes: UInt64, at place: Int) {
        var bytes = bytes
        while bytes != 0 {
            let shift = bytes.trailingZeroBitCount & 0x38
            joint(at: place + shift / 8)
            bytes &= ~(0xFF << UInt64(shift))
        }
    }

    private mutating func joint(at place: Int) {
        let byte = text[place]
        if byte == UInt8(ascii: "\n"), wanted.contains(place) { newlines += 1 }
        guard place >= window.end, let joint = Joint(in: text, at: place) else { return }
        takeRun(before: joint.byte == nil ? Joint.before(text, place, downTo: window.end) : place)
        window.take(joint, at: place)
        guard window.count > 0 else { return }
        if joint.byte != nil, window.count == 16 {
            look(at: window.text, from: window.start, TextCursor(text, at: window.end, window.spelling))
        }
        lookAhead()
    }

    /// Takes the characters before a joint; those of the joints before stay where nothing else stands in between.
    private mutating func takeRun(before end: Int) {
        let least = max(window.end, end - 15)
        var start = end
        while start > least, table.isInPattern[Int(text[start - 1])] { start -= 1 }
        if start > window.end || window.count == 0 { window.restart() }
        for place in start..<max(start, end) { window.push(text[place], at: place) }
    }

    /// Looks at every sixteen characters of which some stand before the joint, and the last behind it.
    private mutating func lookAhead() {
        var end = window.end
        while end < window.end + 15, table.isInPattern[Int(text[end])] { end += 1 }
        guard window.count + end - window.end >= 16 else { return }
        var ahead = window
        for place in window.end..<end {
            ahead.push(text[place], at: place)
            guard ahead.count == 16, ahead.start < window.end else { continue }
            look(at: ahead.text, from: ahead.start, TextCursor(text, at: place + 1, ahead.spelling))
        }
    }
}
