internal import Lifecycle
internal import Requests
internal import Service

extension Verbs {
    static let bind = Verb(
        name: "bind", summary: "say to which hosts git, docker and kubectl may send a token, or show them",
        operands: "LABEL [URL]", count: 1...2,
        flags: [Flag("remove", nil, .toggle(\.unbind), "take this host away")],
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
        ]
    ) { context throws(Problem) in try Binding(context: context).run() }
}

/// Shows and changes the hosts of a token.
private struct Binding {
    let context: Context

    func run() throws(Problem) {
        let label = try context.label(0)
        let destination = try destination()
        guard destination != nil || !context.options.unbind else {
            throw .usage("Say which host to take away.", hint: "See: lockstep bind --help")
        }
        if let destination { try change(label, destination, try context.service()) }
        try tell(label, try context.ask(HostsRequest(label)))
    }

    private func change(_ label: Label, _ destination: Destination, _ service: Service) throws(Problem) {
        guard !context.options.unbind else {
            return try served { () throws(Failure) in try service.unbind(label, from: destination) }
        }
        try served { () throws(Failure) in try service.bind(label, to: destination) }
        if destination.hasPath {
            context.console.note(
                "For git, which names no path by itself: \(Problem.gitNamesPath(destination))")
        }
    }

    private func destination() throws(Problem) -> Destination? {
        guard context.options.operands.count > 1 else { return nil }
        let text = context.options.operands[1]
        guard let destination = Destination(text) else {
            throw .usage(
                "\(Printable.quoted(text)) is not a valid host.",
                hint:
                    "Write https://HOST, https://HOST:PORT or https://HOST/PATH, without user name or wildcard."
            )
        }
        guard destination.isPrivate else {
            throw .usage(
                "\(destination.text) is not private: everybody on the way could read the token.",
                hint: "Use https; http is for this machine only.")
        }
        return destination
    }

    private func tell(_ label: Label, _ hosts: [Destination]) throws(Problem) {
        guard !context.options.json else {
            return try context.console.print(.hosts(hosts, of: label))
        }
        guard !hosts.isEmpty else {
            return context.console.note("\(Printable.quoted(label.text)) is bound to no host.")
        }
        for host in hosts { try context.console.print("\(Printable.line(host.text))\n") }
    }
}
