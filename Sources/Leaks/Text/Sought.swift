/// A token string that is looked for, without the string: how it begins, and the mark by which it is recognised.
package struct Sought: Hashable, Sendable {
    /// So many characters of a string are needed to look for it. They are public.
    package static let beginningSize = 16

    /// The first characters of the string: `beginningSize` of them.
    package let beginning: [UInt8]
    /// How long it is, and its mark (`KeyedHash.mark`); `nil` where only the beginning is known.
    package let whole: Whole?

    /// What the whole string is recognised by.
    package struct Whole: Hashable, Sendable {
        /// How many bytes the string has.
        package let length: Int
        /// Its mark.
        package let mark: [UInt8]

        /// Joins both.
        package init(length: Int, mark: [UInt8]) { (self.length, self.mark) = (length, mark) }
    }

    /// Takes what is known of a string; `nil` where its beginning is too short to be looked for.
    package init?(beginning: [UInt8], whole: Whole?) {
        guard beginning.count == Sought.beginningSize, (whole?.length ?? .max) > beginning.count else {
            return nil
        }
        (self.beginning, self.whole) = (beginning, whole)
    }
}
