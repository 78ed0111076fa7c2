/// Where is looked.
package enum SearchPlace: Hashable, Sendable {
    /// What standard input brings.
    case standardInput
    /// A file, or a folder with all that is in it, by the bytes of its path.
    case path([UInt8])

    /// What it is called in words; what is no text in a path is replaced.
    package var name: String {
        switch self {
        case .standardInput: "-"
        case .path(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}

/// What was not looked into, and why.
package struct Unsearched: Hashable, Sendable {
    /// Where.
    package let place: SearchPlace
    /// Why.
    package let reason: Reason

    /// Why something was not looked into.
    package enum Reason: Hashable, Sendable {
        /// It cannot be opened or read: what the system says.
        case unreadable(Int32)
        /// It is compressed: only its bytes as they are were looked at.
        case compressed(Container)
        /// A link in a folder.
        case link
        /// A pipe, socket or device in a folder.
        case special
        /// A file of the vault, whose strings are sealed.
        case own
    }

    /// Joins both.
    package init(_ place: SearchPlace, _ reason: Reason) { (self.place, self.reason) = (place, reason) }
}
