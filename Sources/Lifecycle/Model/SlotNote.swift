package import Secrets

/// What people know a slot by. It is sealed in the vault.
package struct SlotNote: Hashable, Sendable {
    /// The longest name, in bytes.
    package static let longest = 100

    /// What it is called; empty where nobody named it.
    package var name: String
    /// When it was added.
    package var added: Instant

    /// Describes a slot.
    package init(_ name: String, added: Instant) { (self.name, self.added) = (name, added) }
}

/// The notes on all slots: the value of the setting `slots`.
package struct SlotNotes: Hashable, Sendable {
    /// By slot.
    package var notes: [SlotID: SlotNote] = [:]

    /// Starts with none.
    package init() {}

    /// Reads the setting's value; throws `malformed`.
    package init(_ bytes: [UInt8]) throws(SecretsError) {
        var reader = Reader(bytes)
        while reader.left > 0 {
            let id = try SlotID(from: &reader)
            let added = Instant(seconds: try reader.number())
            notes[id] = SlotNote(try reader.string(), added: added)
        }
    }

    /// The value, by rising id.
    package var bytes: [UInt8] {
        var writer = Writer()
        for (id, note) in notes.sorted(by: { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }) {
            id.encode(to: &writer)
            writer.number(note.added.seconds)
            writer.string(note.name)
        }
        return writer.bytes
    }
}
