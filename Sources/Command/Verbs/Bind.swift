internal import Lifecycle
internal import Requests
internal import Service

/// Shows and changes the hosts of a token.
struct BindOptions: VerbOptions {
    var isRemoving = false

    static let verb = Verb(
        Self.self, "bind",
        summary: "set which hosts git, docker and kubectl may send a token to, or show them",
        operands: "LABEL [URL]", .places([.label]), count: 1...2,
        flags: [Flag("remove", nil, .toggle(\.isRemoving), "remove this host")],
        notes: notes,
        examples: examples)

    func run(_ context: Context) throws(Problem) {
        let label = try context.label(0)
        let destination = try context.options.operands.dropFirst().first.map(Destination.said)
        guard destination != nil || !isRemoving else {
            throw .usage("Name the host to remove.", hint: "See: lockstep bind --help")
        }
        if let destination { try change(label, destination, context) }
        let hosts = try context.ask(HostsRequest(label))
        guard !context.options.json else { return try context.console.print(.hosts(hosts, of: label)) }
        guard !hosts.isEmpty else {
            return context.console.note("\(Printable.quoted(label.text)) is not bound to any host.")
        }
        try context.console.print(hosts.map(\.text))
    }

    private func change(_ label: Label, _ destination: Destination, _ context: Context) throws(Problem) {
        let service = try context.service()
        guard !isRemoving else {
            return try served { () throws(Failure) in try service.unbind(label, from: destination) }
        }
        try served { () throws(Failure) in try service.bind(label, to: destination) }
        if destination.hasPath {
            context.console.note(
                "git names no path unless told to: \(Problem.gitNamesPath(destination))")
        }
    }
}
