package import Secrets

/// What is handed out under a label now. It says which token that is, and holds nothing of it: who wants the string asks for it.
package struct LabelStanding: Hashable, Sendable {
    /// The token that a label names.
    package struct Holder: Hashable, Sendable {
        /// Its record: another one is another token, whatever its generation.
        package let record: RecordID
        /// 1, 2, … under the same label, for as long as some token has the label.
        package let generation: UInt32
        /// Whether it is handed out: not yet while it is created, and no more once it is being revoked.
        package let isHandedOut: Bool

        /// Describes one.
        package init(record: RecordID, generation: UInt32, isHandedOut: Bool) {
            (self.record, self.generation, self.isHandedOut) = (record, generation, isHandedOut)
        }
    }

    /// The label.
    package let label: Label
    /// What it names; `nil` for nothing.
    package let holder: Holder?

    /// Describes a label.
    package init(_ label: Label, _ holder: Holder?) { (self.label, self.holder) = (label, holder) }

    /// The token that is handed out; `nil` for none.
    package var token: Holder? { holder.flatMap { $0.isHandedOut ? $0 : nil } }
}

extension LabelStanding: Coded {
    /// Writes the label, and what it names.
    package func encode(to writer: inout Writer) {
        label.encode(to: &writer)
        writer.optional(holder) { writer, holder in
            holder.record.encode(to: &writer)
            writer.number(holder.generation)
            writer.flag(holder.isHandedOut)
        }
    }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        label = try Label(from: &reader)
        guard try reader.flag() else {
            holder = nil
            return
        }
        holder = Holder(
            record: try RecordID(from: &reader), generation: try reader.number(),
            isHandedOut: try reader.flag())
    }
}
