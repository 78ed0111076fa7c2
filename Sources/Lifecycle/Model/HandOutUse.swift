/// For what, when and for whom a token string is opened.
package struct HandOutUse: Hashable, Sendable {
    /// The verb: `get`, `run`.
    package var verb: String
    /// When.
    package var time: Instant
    /// Who asked.
    package var caller: Caller
    /// Through which face of Lockstep.
    package var interface = Origin.Interface.commandLine
    /// The path of the asker's control group, for the rules that name one; empty when it is not known.
    package var cgroup: String
    /// The generation wanted; `nil` for the present one.
    package var generation: UInt32?
    /// What the rules that name an executable compare with. The one in `caller` is for people to read.
    package var executable = Executable.unasked
    /// Where the asker will send it; `nil` where it does not say.
    package var destination: Destination?
    /// What is done with a token whose expiry has passed by this machine's clock.
    package var expired = Expired.unasked
    /// What a person said to it.
    package var confirmation = Confirmation.unasked
    /// Whether a person wants it although this machine's reading log cannot be written.
    package var isUnlogged = false

    /// What is done with a token whose expiry has passed.
    package enum Expired: Hashable, Sendable {
        /// Nobody has looked whether the clock is kept right: `perhapsExpired` is thrown, and nothing is noted.
        case unasked
        /// It is handed out: somebody wants it so, or the clock is not known to be right.
        case allowed
        /// It is refused, and the audit log has it.
        case refused
    }

    /// Whether it was proved which program asks.
    package typealias Executable = CallerFacts.Executable

    /// Whether a person was asked, and what came of it.
    package enum Confirmation: Hashable, Sendable {
        case unasked
        case given
        case refused
        /// There is no program that asks.
        case impossible
        /// There are more tokens in the request than a person can be asked about.
        case tooMany
    }

    /// The same after a person was asked, `by` a program or a terminal, which the audit log names.
    package func answered(_ agrees: Bool, by asker: String) -> HandOutUse {
        var use = self
        use.confirmation = agrees ? .given : .refused
        use.verb += agrees ? ", confirmed by \(asker)" : ", refused by \(asker)"
        return use
    }

    /// The same after nobody answered: the audit log has what happened to the question instead.
    package func unanswered(_ happened: String) -> HandOutUse {
        var use = self
        use.confirmation = .refused
        use.verb += ", \(happened)"
        return use
    }

    /// What rules look at of who asked.
    package var facts: CallerFacts { CallerFacts(caller, cgroup: cgroup, executable: executable) }

    /// Describes a use.
    package init(
        verb: String, time: Instant, caller: Caller, cgroup: String = "", generation: UInt32? = nil,
        destination: Destination? = nil
    ) {
        self.destination = destination
        self.verb = verb
        self.time = time
        self.caller = caller
        self.cgroup = cgroup
        self.generation = generation
    }
}
