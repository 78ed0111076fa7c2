package import Secrets

// Written once for each hand-out and read by the million: straight into the bytes, without a list of fields in between.

extension AuditEntry {
    /// Writes the fields, by rising number.
    package func encodeFields(to writer: inout Writer) {
        if !label.isEmpty {
            writer.field(0x03, of: label.utf8.count)
            writer.text(label)
        }
        if let token {
            writer.field(0x04, of: token.encodedCount)
            token.encode(to: &writer)
        }
        if let generation {
            writer.field(0x05, of: 4)
            writer.number(generation)
        }
        if !detail.isEmpty {
            writer.field(0x06, of: detail.utf8.count)
            writer.text(detail)
        }
        if let caller {
            writer.field(0x07, of: 16 + caller.executable.utf8.count + caller.unit.utf8.count)
            caller.encode(to: &writer)
        }
        if let interface {
            writer.field(0x08, of: 1)
            writer.byte(interface.rawValue)
        }
        writer.field(0x81, of: 1)
        writer.byte(event.rawValue)
        writer.field(0x82, of: 8)
        time.encode(to: &writer)
    }

    /// Reads the fields up to the end; throws `later` for a critical field of a later version. An event of one is told as it is.
    package init(fieldsFrom reader: inout Reader) throws(SecretsError) {
        var entry = AuditEntry(.vaultMade, time: Instant(seconds: 0), label: "")
        var missing = 2
        try reader.eachField { (number, value) throws(SecretsError) in
            if number & NumberedFields.critical != 0 { missing -= 1 }
            guard try !entry.take(number, &value) else { return true }
            value.pass()
            return number & NumberedFields.critical == 0
        }
        guard missing == 0 else { throw .malformed }
        self = entry
    }

    /// Takes a field; `false` for one that is not known.
    private mutating func take(_ number: UInt8, _ value: inout Reader) throws(SecretsError) -> Bool {
        switch number {
        case 0x81: event = AuditEvent(number: try value.byte())
        case 0x82: time = try Instant(from: &value)
        case 0x03: label = try value.text()
        case 0x04: token = try TokenID(from: &value)
        case 0x05: generation = try value.number()
        case 0x06: detail = try value.text()
        case 0x07: caller = try Caller(from: &value)
        case 0x08: interface = Origin.Interface(rawValue: try value.byte())
        default: return false
        }
        return true
    }
}

extension Writer {
    /// Begins a field of so many bytes.
    fileprivate mutating func field(_ number: UInt8, of count: Int) {
        byte(number)
        self.number(UInt32(count))
    }
}

extension TokenID {
    /// How many bytes `encode` writes.
    fileprivate var encodedCount: Int { number == nil ? 8 + text.utf8.count : 8 }
}
