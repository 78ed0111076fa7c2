internal import Lifecycle
internal import Requests
internal import Service

/// Shows and changes the hosts of a token.
struct BindOptions: VerbOptions {
    var isRemoving = false

    static let verb = Verb(
        Self.self, "bind",
        summary: "say to which hosts git, docker and kubectl may send a token, or show them",
        operands: "LABEL [URL]", count: 1...2,
        flags: [Flag("remove", nil, .toggle(\.isRemoving), "take this host away")],
        notes: [
            """
            A host is https://HOST, with a port and a path where they matter: https://git.example:8443/team/project.git. Without \
            a path every path of the host is meant; with one that path alone, which git names only where \
            credential.useHttpPath is true. There are no wildcards. http is for this machine \
            only. Without a scheme https is meant.
            """,
            """
            The hosts are sealed with the token: a new token under the same label has none. lockstep credential asks for the \
            first use on a terminal, and refuses a host that is not bound where there is none.
            """,
        ],
        examples: [
            "lockstep bind work https://git.example", "lockstep bind work",
            "lockstep bind work https://git.example --remove",
        ])

    func run(_ context: Context) throws(Problem) {
        let label = try context.label(0)
        let destination = try context.options.operands.dropFirst().first.map(Destination.said)
        guard destination != nil || !isRemoving else {
            throw .usage("Say which host to take away.", hint: "See: lockstep bind --help")
        }
        if let destination { try change(label, destination, context) }
        let hosts = try context.ask(HostsRequest(label))
        guard !context.options.json else { return try context.console.print(.hosts(hosts, of: label)) }
        guard !hosts.isEmpty else {
            return context.console.note("\(Printable.quoted(label.text)) is bound to no host.")
        }
        for host in hosts { try context.console.print("\(Printable.line(host.text))\n") }
    }

    private func change(_ label: Label, _ destination: Destination, _ context: Context) throws(Problem) {
        let service = try context.service()
        guard !isRemoving else {
            return try served { () throws(Failure) in try service.unbind(label, from: destination) }
        }
        try served { () throws(Failure) in try service.bind(label, to: destination) }
        if destination.hasPath {
            context.console.note(
                "For git, which names no path by itself: \(Problem.gitNamesPath(destination))")
        }
    }
}
