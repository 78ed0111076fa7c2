package import Lifecycle
package import Secrets

extension PassphraseCost: Coded {
    /// Writes passes and memory.
    package func encode(to writer: inout Writer) { writer.fields(passes, memory) }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(passes: try reader.value(), memory: try reader.value())
    }
}

extension SlotNote: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) { writer.fields(name, added) }

    /// Reads a note.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), added: try reader.value())
    }
}

extension SlotOutline: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(id, kind, cost, note, isCarried)
        writer.bytes(publicKey)
        writer.bytes(shares?.bytes ?? [])
        writer.bytes(credential)
    }

    /// Reads a slot.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            try reader.value(), try reader.value(), cost: try reader.value(), note: try reader.value())
        isCarried = try reader.value()
        publicKey = try reader.bytes()
        let shares = try reader.bytes()
        self.shares = shares.isEmpty ? nil : try ShareSet(shares)
        credential = try reader.bytes()
    }
}

extension SlotFlaw: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .none(let text): writer.choice(1, text)
        case .several(let text): writer.choice(2, text)
        case .last: writer.byte(3)
        case .tooMany: writer.byte(4)
        case .tooCostly: writer.byte(5)
        case .nameTaken(let text): writer.choice(6, text)
        case .name: writer.byte(7)
        case .keyTaken: writer.byte(8)
        case .noPassphrase: writer.byte(9)
        case .severalPassphrases(let names): writer.choice(10, names)
        case .together(let names): writer.choice(11, names)
        }
    }

    /// Reads a flaw.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .none(try reader.value())
        case 2: self = .several(try reader.value())
        case 3: self = .last
        case 4: self = .tooMany
        case 5: self = .tooCostly
        case 6: self = .nameTaken(try reader.value())
        case 7: self = .name
        case 8: self = .keyTaken
        case 9: self = .noPassphrase
        case 10: self = .severalPassphrases(try reader.value())
        case 11: self = .together(try reader.value())
        default: throw .malformed
        }
    }
}
