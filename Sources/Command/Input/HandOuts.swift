internal import Lifecycle
internal import Requests
internal import Service
internal import Wire

// Hand-outs without an agent: the service performs them, a person is asked here.

extension Context {
    /// Opens token strings on the vault that is opened here; `isAgreed` where a person has agreed to the host already.
    func handOutHere(
        _ labels: [Label], _ verb: HandOutVerb, _ given: HandOutOptions, generation: UInt32? = nil,
        to destination: Destination? = nil, isAgreed: Bool = false, into command: CommandFile? = nil
    ) throws(Problem) -> [HandedOut] {
        // The vault is closed once they are handed out: a command that is started then may run for days.
        defer { opened.ledger = nil }
        let asker = Callers.parent
        let service: Service
        do throws(Problem) { service = try handOutService(asker) } catch { throw error.withNothingHandedOut }
        if isAgreed, let destination, let label = labels.first {
            try served { () throws(Failure) in try service.bind(label, to: destination) }
        }
        var use = HandOutUse(
            verb: verb.rawValue, time: now, caller: asker.caller, cgroup: asker.cgroup,
            generation: generation, destination: destination)
        use.executable = asker.executable
        if given.isEvenExpired { use.expired = .allowed }
        use.isUnlogged = given.isUnlogged
        (use.isLockstep, use.into) = (true, command == nil ? .other : .unasked)
        var isBound = isAgreed
        while true {
            switch try handOut(labels, as: use, verb, by: service) {
            case .given(let handed):
                warn(ofExpired: handed, labels, given)
                warn(ofUnlogged: handed, labels)
                return handed
            case .asked(let question):
                use = try answer(question, about: labels, for: command, by: service)
            case .unbound(let label, let destination):
                guard !isBound else { throw Problem(unbound: label, destination) }
                try requireConsent(label, to: destination)
                try served { () throws(Failure) in try service.bind(label, to: destination) }
                isBound = true
            }
        }
    }

    private func handOut(
        _ labels: [Label], as use: HandOutUse, _ verb: HandOutVerb, by service: Service
    ) throws(Problem) -> Service.HandOut {
        do throws(Failure) { return try service.handOut(labels, as: use) } catch {
            guard case .vault(let error) = error else { throw Problem(error) }
            if error.code == .unbound, let label = labels.first, let destination = use.destination {
                throw Problem(unboundWithoutPath: label, destination, verb)
            }
            throw Problem(error, asking: labels)
        }
    }

    /// The service on the vault that is opened here. No provider is asked, so that it is all the same which address is named.
    func handOutService(_ asker: Asker) throws(Problem) -> Service {
        Service(
            try ledger(), tools.provider, tools.clock,
            Service.Conditions(
                origin: Origin(asker.caller, through: .commandLine), settle: settle,
                authority: Authority(asker.facts, isProven: true)))
    }

    /// Warns of tokens whose expiry has passed by a clock that is not known to be right.
    func warn(ofExpired handed: [HandedOut], _ labels: [Label], _ given: HandOutOptions) {
        guard !given.isEvenExpired else { return }
        for (label, token) in zip(labels, handed) where token.expiry.hasPassed(at: now) {
            console.warn(
                Warning(
                    .expired,
                    "\(Printable.quoted(label.text)) expired \(Times.words(token.expiry, now: now)) by this "
                        + "machine's "
                        + "clock. It is handed out because the clock is not known to be synchronised"))
        }
    }

    /// Warns of tokens that no log has.
    private func warn(ofUnlogged handed: [HandedOut], _ labels: [Label]) {
        let names = zip(labels, handed).filter { !$0.1.isLogged }.map { Printable.quoted($0.0.text) }
        guard !names.isEmpty else { return }
        console.warn(
            Warning(
                .unlogged,
                "\(names.joined(separator: ", ")) was handed out without a log entry: this machine's "
                    + "reading log cannot be written"))
    }
}
