package import Lifecycle

/// Tests write ids as the numbers that Linode's are.
extension TokenID: ExpressibleByIntegerLiteral {
    package init(integerLiteral number: Int64) {
        guard let id = TokenID(number: number) else { preconditionFailure("\(number) is not an id") }
        self = id
    }
}

extension TokenID {
    /// Some id, of a number that a test counts.
    package static func numbered(_ number: Int) -> TokenID { TokenID(integerLiteral: Int64(number)) }
}

extension TokenID: Comparable {
    package static func < (left: TokenID, right: TokenID) -> Bool {
        (left.number ?? 0, left.text) < (right.number ?? 0, right.text)
    }
}
