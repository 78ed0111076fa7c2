internal import Lifecycle
internal import Requests
internal import Secrets

extension Problem {
    /// Says in words why the depositors of a vault were not changed.
    init(_ flaw: DepositorFlaw) {
        self =
            switch flaw {
            case .none(let name):
                Problem(
                    .absent, .noDepositor, "The vault knows no depositor \(Printable.quoted(name)).",
                    safe: Problem.untouched, hint: "See: lockstep depositor list")
            case .taken(let name):
                Problem(
                    .conflict, .depositorTaken,
                    "The vault knows a depositor \(Printable.quoted(name.text)) already, by that name or that key.",
                    safe: Problem.untouched,
                    hint: "Choose another name, or remove it first: lockstep depositor remove "
                        + Printable.argument(name.text))
            case .tooMany:
                Problem(
                    .conflict, .tooMany,
                    "The vault knows \(Depositor.most) depositors, the most that it can know.",
                    safe: Problem.untouched, hint: "Remove one first: lockstep depositor remove NAME")
            }
    }

    /// That a text is no public key of a depositor.
    static func noDepositorKey(_ text: String, _ error: SecretsError) -> Problem {
        .usage(
            error == .authentication
                ? "The public key was mistyped: its digits do not fit together."
                : "\(Printable.quoted(text)) is not a depositor's public key.",
            hint: "Whoever deposits prints it with: lockstep key --signing")
    }

    /// That a text is no ticket.
    static func noTicket(_ error: SecretsError) -> Problem {
        let message =
            switch error {
            case .authentication: "The ticket was mistyped: its digits do not fit together."
            case .later: "The ticket was printed by a newer version of Lockstep."
            default: "What --to says is not a ticket, which begins with LSDT-."
            }
        return .usage(message, hint: "Whoever can open the vault prints it with: lockstep depositor list")
    }

    /// That this user has no key to sign with.
    static func noSigningKey(_ path: String) -> Problem {
        Problem(
            .absent, .noFile,
            "There is no private key at \(Printable.quoted(path)) to sign the deposit with.",
            safe: "Nothing was created.",
            hint: "To make one, and print its public half for the vault's owner: lockstep key --signing")
    }

    /// The same for who cannot run `sync`: whoever can open the vault finishes it.
    func ofDeposit(in file: String) -> Problem {
        guard exit == .pending else { return self }
        var problem = self
        problem.safe = "What is known of it is sealed in \(Printable.quoted(file)); nothing is lost."
        problem.hint = "Whoever can open the vault finishes or removes it: lockstep sync"
        return problem
    }
}
