/// Reads a text character by character, as it is meant: joints are read as what they stand for.
struct TextCursor {
    private let text: Text
    /// The place behind what was read.
    private(set) var place: Int
    /// How it was written.
    private(set) var spelling: FoundToken.Spelling

    init(_ text: Text, at place: Int, _ spelling: FoundToken.Spelling) {
        (self.text, self.place, self.spelling) = (text, place, spelling)
    }

    /// The next character that can stand in a token string; `nil` where the string ends.
    mutating func next() -> UInt8? {
        while true {
            let byte = text[place]
            if Byte.isBeforeBreak(byte), let cut = Joint.breakBehind(text, from: place) {
                place = cut
            } else if !Byte.isJoint(byte) {
                guard Byte.isInToken(byte) else { return nil }
                place += 1
                return byte
            }
            guard let joint = Joint(in: text, at: place) else { return nil }
            place = joint.end
            spelling.formUnion(joint.spelling)
            if let byte = joint.byte { return byte }
        }
    }

    /// Passes over letters and digits, at most `most`, and says how many there were. At the end of a line they end.
    mutating func passWord(atMost most: Int) -> Int {
        for count in 0..<most {
            let joint = Joint(in: text, at: place)
            guard Byte.isInWord(joint == nil ? text[place] : joint?.byte ?? 0) else { return count }
            place = joint?.end ?? place + 1
            if let joint { spelling.formUnion(joint.spelling) }
        }
        return most
    }
}
