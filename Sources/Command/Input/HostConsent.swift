internal import Lifecycle
internal import Requests
internal import Service
internal import Wire

// Which hosts a token may be sent to, by tools that say where they will send it.

extension Context {
    /// Asks the person at the terminal whether a token may be sent to a host; throws where nobody can be asked.
    func requireConsent(_ label: Label, to destination: Destination) throws(Problem) {
        guard terminal.canAsk else { throw Problem(unbound: label, destination) }
        let question = "Send the token \(Printable.quoted(label.text)) to \(destination.text), now and later?"
        guard try terminal.confirms(question, otherwise: "") else {
            throw Problem(
                .denied, .declined, "The token was not sent to \(destination.text).",
                safe: "Nothing was handed out.")
        }
    }

    /// Whether an unlocked agent hands a label out for a host already.
    func agentAllows(
        _ label: Label, to destination: Destination, _ verb: HandOutVerb, _ given: HandOutOptions
    ) -> Bool {
        let handed = try? servingAgent().handOut(
            [label], vault: vaultInFull, verb: verb.rawValue, generation: nil, destination: destination,
            evenExpired: given.isEvenExpired)
        return handed != nil
    }

    /// Binds a label's token to a host.
    func bind(_ label: Label, to destination: Destination) throws(Problem) {
        let service = try service()
        try served { () throws(Failure) in try service.bind(label, to: destination) }
    }
}

extension Problem {
    static func tooManyHosts(_ label: Label) -> Problem {
        Problem(
            .conflict, .tooMany, "A token is bound to at most \(HostBindings.most) hosts.", safe: untouched,
            hint: "Remove one of those listed by: lockstep bind \(Printable.word(label.text))")
    }

    static func notBound(_ label: Label, _ host: Destination) -> Problem {
        Problem(
            .absent, .notBound, "The token \(Printable.quoted(label.text)) is not bound to \(host.text).",
            safe: untouched, hint: "See: lockstep bind \(Printable.word(label.text))")
    }

    /// Says that only paths of this host are bound, and that none was named. Binding the whole host would widen what somebody has
    /// narrowed, so that is not what is hinted.
    init(unboundWithoutPath label: Label, _ destination: Destination, _ verb: HandOutVerb) {
        let shown = "lockstep bind \(Printable.word(label.text))"
        self.init(
            .denied, .unboundPath,
            "The token \(Printable.quoted(label.text)) is bound to paths of \(destination.text), and the "
                + "request names none.",
            safe: "Nothing was handed out; the refusal is in the audit log.",
            hint: verb == .git
                ? "Have git name it: \(Problem.gitNamesPath(destination)) (bound: \(shown))"
                : "Name the path in that tool's configuration. Bound: \(shown)")
    }

    /// The command that has git say the path: by default it says the host alone.
    static func gitNamesPath(_ destination: Destination) -> String {
        "git config --global credential.\(Printable.word(destination.host.text)).useHttpPath true"
    }

    /// Says that a token is not for this host, and how to bind it.
    init(unbound label: Label, _ destination: Destination) {
        self.init(
            .denied, .unbound,
            "The token \(Printable.quoted(label.text)) is not bound to \(destination.text).",
            safe: "Nothing was handed out; the refusal is in the audit log.",
            hint: "Bind it, if it belongs there: lockstep bind \(Printable.word(label.text)) "
                + Printable.word(destination.text))
    }
}

extension Printable {
    /// A text as one word of a shell's command line, which no verb takes for a flag.
    static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
                || Array("_./:@-".utf8).contains($0)
        }
        let word =
            isPlain
            ? text
            : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
                + "'"
        return text.hasPrefix("-") ? "-- \(word)" : word
    }
}
