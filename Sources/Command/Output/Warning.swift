/// Something that does not keep a verb from going on, for people and for scripts. It carries no secret.
package struct Warning: Hashable, Sendable {
    /// A stable word to switch on.
    package var code: String
    /// What is not as it should be, and what to do: a sentence.
    package var message: String

    /// Describes a warning.
    package init(_ code: String, _ message: String) { (self.code, self.message) = (code, message) }

    /// The warning for scripts.
    var json: JSON { .object([("code", .text(code)), ("message", .text(message))]) }
}
