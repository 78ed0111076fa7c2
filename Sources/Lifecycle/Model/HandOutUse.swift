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
    /// What a person said to the program that is set in the vault.
    package var confirmation = Confirmation.unasked
    /// What a person said on the asker's terminal.
    package var terminal = Confirmation.unasked
    /// Which file is executed with it, and nothing else is done.
    package var into = Into.other
    /// Whether it was proved that `lockstep` itself asks: it alone is believed what a terminal said, and what it executes.
    package var isLockstep = false
    /// Whether a person wants it although this machine's reading log cannot be written.
    package var isUnlogged = false

    /// The verb of a run that a token was made for: no other is given it.
    package static let leased = "run --mint"

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

    /// What is done with a token once it is handed out.
    package enum Into: Hashable, Sendable {
        /// Something that no file can be named for.
        case other
        /// A file is executed; which one is said where a rule wants to know.
        case unasked
        /// The file at this path is executed, by its descriptor.
        case file(String)
    }

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

    /// The same after a person was asked on the asker's terminal, as the audit log says.
    package func answered(onTerminal answer: Confirmation) -> HandOutUse {
        var use = self
        use.terminal = answer
        switch answer {
        case .unasked: break
        case .given: use.verb += ", confirmed on the terminal"
        case .refused: use.verb += ", refused on the terminal"
        case .impossible: use.verb += ", no terminal to ask on"
        case .tooMany: use.verb += ", too many tokens to ask about"
        }
        return use
    }

    /// The same where nobody can be asked.
    package func unanswered(_ why: Confirmation) -> HandOutUse {
        var use = self
        use.confirmation = why
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
