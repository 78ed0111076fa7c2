extension Context {
    /// The generation that a flag names; `nil` where it was not given.
    static func generation(_ text: String?) throws(Problem) -> UInt32? {
        guard let text else { return nil }
        guard let number = UInt32(text), number > 0 else {
            throw .usage("\(Printable.quoted(text)) is not a valid generation.")
        }
        return number
    }
}
