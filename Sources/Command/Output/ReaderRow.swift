internal import Lifecycle
internal import Requests

// Who had a token, as people and scripts see it: from what the reading log sums up.

extension LabelReadings {
    /// Who had it last.
    private var newest: Reader? { readers.max { $0.last < $1.last } }

    /// For people: how often, when last, and by whom.
    func words(now: Instant) -> String {
        guard let last else { return "never" }
        let times = count == 1 ? "once" : "\(count) times"
        let program = newest.map { " by \($0.program)" } ?? ""
        return "\(times), last \(Times.relative(last, now: now))\(program)"
    }

    /// What `show` says of a record for scripts. `last` has the form of an entry of the log, as far as it is summed up.
    func json(of record: Record) -> JSON {
        let entry: JSON? = last.map { last in
            .object([
                ("time", .text(last.rfc3339)), ("event", .text(AuditEntry.Event.handedOut.name)),
                ("label", .text(record.label.text)), ("id", .id(record.token.id)),
                ("generation", .number(Int64(record.generation))), ("detail", .text("")),
                (
                    "caller",
                    newest.map { newest in
                        .object([
                            ("pid", .null), ("user", .number(Int64(newest.user))),
                            ("executable", .text(newest.executable)), ("unit", .text(newest.unit)),
                        ])
                    } ?? .null
                ),
            ])
        }
        return .object([("count", .number(Int64(clamping: count))), ("last", entry ?? .null)] + members)
    }

    /// First, all readers, and whether these are all.
    var members: [(String, JSON)] {
        [
            ("first", .optional(first?.rfc3339)), ("complete", .bool(isComplete)),
            ("readers", .array(sorted.map(\.json))),
        ]
    }

    /// By generation; who had it last comes last.
    var sorted: [Reader] {
        readers.sorted { ($0.generation, $0.last, $0.program) < ($1.generation, $1.last, $1.program) }
    }
}

extension LabelReadings.Reader {
    /// The path of the executable, where the kernel said it.
    var program: String { executable.isEmpty ? "an unknown program" : executable }

    fileprivate var json: JSON {
        .object([
            ("generation", .number(Int64(generation))), ("executable", .text(executable)),
            ("unit", .text(unit)), ("user", .number(Int64(user))), ("first", .text(first.rfc3339)),
            ("last", .text(last.rfc3339)), ("count", .number(Int64(clamping: count))),
        ])
    }
}
