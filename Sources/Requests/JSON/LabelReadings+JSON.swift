package import Lifecycle

// Who had a token, as the reading log sums it up.

extension LabelReadings {
    /// Who had it last.
    package var newest: Reader? { readers.max { $0.last < $1.last } }

    /// By generation; who had it last comes last.
    package var sorted: [Reader] {
        readers.sorted { $0.order < $1.order }
    }

    /// All readers of a label.
    package func answer(of label: Label) -> JSON {
        .answer([("label", .text(label.text)), ("count", .count(count)), ("last", .moment(last))] + members)
    }

    /// What is said of a record. `last` has the form of an entry of the log, as far as it is summed up.
    func json(of record: Record) -> JSON {
        let entry: JSON? = last.map { last in
            .object([
                ("time", .moment(last)), ("event", .text(AuditEntry.Event.handedOut.name)),
                ("label", .text(record.label.text)), ("id", .id(record.token.id)),
                ("generation", .count(record.generation)), ("detail", .text("")),
                ("caller", newest?.caller ?? .null),
            ])
        }
        return .object([("count", .count(count)), ("last", entry ?? .null)] + members)
    }

    /// All readers, within another answer.
    var json: JSON { .object([("count", .count(count)), ("last", .moment(last))] + members) }

    private var members: [(String, JSON)] {
        [
            ("first", .moment(first)), ("complete", .bool(isComplete)),
            ("readers", .array(sorted.map(\.json))),
        ]
    }
}

extension LabelReadings.Reader {
    var json: JSON {
        .object([
            ("generation", .count(generation)), ("executable", .text(executable)), ("unit", .text(unit)),
            ("user", .count(user)), ("first", .moment(first)), ("last", .moment(last)),
            ("count", .count(count)),
        ])
    }

    /// Programs that the kernel did not name come after those that it did.
    fileprivate var order: (UInt32, Instant, Int, String) {
        (generation, last, executable.isEmpty ? 1 : 0, executable)
    }

    /// The part of a caller that is summed up.
    fileprivate var caller: JSON {
        .object([
            ("pid", .null), ("user", .count(user)), ("executable", .text(executable)), ("unit", .text(unit)),
        ])
    }
}
