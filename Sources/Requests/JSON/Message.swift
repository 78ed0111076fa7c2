/// What is said beside an answer: with `--json` each is a line of stderr.
package enum Message: Hashable, Sendable {
    /// Something to know.
    case note(String)
    /// Something that does not keep the verb from going on.
    case warning(code: String, message: String)
    /// Why a verb did not do as asked, and what to do.
    case error(code: String, message: String, hint: String)

    /// The object.
    package var json: JSON {
        switch self {
        case .note(let text): .answer([("note", .object([("message", .text(text))]))])
        case .warning(let code, let message):
            .answer([("warning", .object([("code", .text(code)), ("message", .text(message))]))])
        case .error(let code, let message, let hint):
            .answer([
                (
                    "error",
                    .object([("code", .text(code)), ("message", .text(message)), ("hint", .text(hint))])
                )
            ])
        }
    }
}
