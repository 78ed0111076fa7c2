package import Lifecycle
package import Secrets

/// What a client answers to what a rule wants to know: it asks again then, and says it. Only `lockstep` is believed.
package struct HandOutAnswers: Hashable, Sendable {
    /// What the person at its terminal said.
    package var terminal = HandOutUse.Confirmation.unasked
    /// The path of the file that it executes by its descriptor; `nil` where that was not said.
    package var into: String?

    /// Answers nothing yet.
    package init() {}

    /// Whether nothing was wanted so far.
    package var isEmpty: Bool { self == HandOutAnswers() }

    /// Whether this is still to be answered.
    package func lacks(_ part: LedgerError.Part) -> Bool {
        switch part {
        case .terminal: terminal == .unasked
        case .into: into == nil
        default: false
        }
    }

    private static let numbers: [HandOutUse.Confirmation] = [
        .unasked, .given, .refused, .impossible, .tooMany,
    ]
}

extension HandOutAnswers: Coded {
    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.byte(UInt8(HandOutAnswers.numbers.firstIndex(of: terminal) ?? 0))
        writer.value(into)
    }

    /// Reads both; what answers nothing is not sent.
    package init(from reader: inout Reader) throws(SecretsError) {
        let number = Int(try reader.byte())
        guard HandOutAnswers.numbers.indices.contains(number) else { throw .malformed }
        (terminal, into) = (HandOutAnswers.numbers[number], try reader.value())
        guard !isEmpty else { throw .malformed }
    }
}
