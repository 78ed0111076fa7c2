/// The last sixteen characters up to a joint, as they are meant, and where each of them stands.
struct JointWindow {
    private(set) var text = Sixteen(head: 0, tail: 0)
    /// How many there are; more than sixteen count as sixteen.
    private(set) var count = 0
    /// How they are written.
    private(set) var spelling: FoundToken.Spelling = []
    /// The place behind the last joint.
    private(set) var end = 0
    private var places = InlineArray<16, Int>(repeating: 0)
    private var pushed = 0

    /// Where the first of sixteen stands.
    var start: Int { places[pushed & 15] }

    mutating func push(_ byte: UInt8, at place: Int) {
        text.push(byte)
        places[pushed & 15] = place
        pushed += 1
        count = min(count + 1, 16)
    }

    /// Forgets what was before.
    mutating func restart() { (count, spelling) = (0, []) }

    /// Takes a joint, which stands for a character or for nothing.
    mutating func take(_ joint: Joint, at place: Int) {
        if let byte = joint.byte { push(byte, at: place) }
        spelling.formUnion(joint.spelling)
        end = joint.end
    }
}
