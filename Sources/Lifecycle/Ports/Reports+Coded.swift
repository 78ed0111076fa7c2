package import Secrets

extension AuditReport: Coded {
    /// Writes the counts, the damages and the warnings.
    package func encode(to writer: inout Writer) {
        for count in [changes, readings, writers, files] { writer.number(count) }
        writer.values(damages)
        writer.values(warnings)
    }

    /// Reads a report.
    package init(from reader: inout Reader) throws(SecretsError) {
        (changes, readings) = (try reader.number(), try reader.number())
        (writers, files) = (try reader.number(), try reader.number())
        damages = try reader.values()
        warnings = try reader.values()
    }
}

extension AuditReport.Warning: Coded {
    /// Writes the case's number, and what it carries.
    package func encode(to writer: inout Writer) {
        switch self {
        case .accepted(let file): writer.choice(1, file)
        case .torn(let times): writer.choice(2, times)
        case .elsewhere(let logs): writer.choice(3, logs)
        case .removed(let entries): writer.choice(4, entries)
        }
    }

    /// Reads a warning.
    package init(from reader: inout Reader) throws(SecretsError) {
        switch try reader.byte() {
        case 1: self = .accepted(file: try reader.value())
        case 2: self = .torn(times: try reader.value())
        case 3: self = .elsewhere(logs: try reader.value())
        case 4: self = .removed(entries: try reader.value())
        default: throw .malformed
        }
    }
}

extension ArchiveReport: Coded {
    /// Writes the counts.
    package func encode(to writer: inout Writer) {
        for count in [files, entries, passedOver] { writer.number(count) }
    }

    /// Reads a report.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(
            files: try reader.number(), entries: try reader.number(), passedOver: try reader.number())
    }
}

extension LabelReadings: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.number(count)
        writer.value(first)
        writer.value(last)
        writer.values(readers)
        writer.flag(isComplete)
    }

    /// Reads what is known.
    package init(from reader: inout Secrets.Reader) throws(SecretsError) {
        count = try reader.number()
        (first, last) = (try reader.value(), try reader.value())
        readers = try reader.values()
        isComplete = try reader.flag()
    }
}

extension LabelReadings.Reader: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.string(executable)
        writer.string(unit)
        writer.number(user)
        writer.number(generation)
        first.encode(to: &writer)
        last.encode(to: &writer)
        writer.number(count)
    }

    /// Reads a reader.
    package init(from reader: inout Secrets.Reader) throws(SecretsError) {
        self.init(
            executable: try reader.string(), unit: try reader.string(), user: try reader.number(),
            generation: try reader.number(), first: try Instant(from: &reader),
            last: try Instant(from: &reader), count: try reader.number())
    }
}
