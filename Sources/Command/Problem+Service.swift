internal import Lifecycle
internal import Requests

/// Runs `body`, with the service's failures in words.
func served<R: ~Copyable>(_ body: () throws(Failure) -> R) throws(Problem) -> R {
    do throws(Failure) { return try body() } catch { throw Problem(error) }
}

extension Problem {
    /// Says in words why a request was not done.
    init(_ failure: Failure) {
        switch failure {
        case .unusable(let why): self = Problem(why)
        case .vault(let error): self = Problem(error)
        case .archive(let error, let file): self = Problem(error, archiving: file)
        case .provider(let failure, let account): self = Problem(failure, of: account)
        case .unfinished(let reason, let standing, let account): self = .unfinished(reason, standing, account)
        case .elsewhere: self = .elsewhere
        case .overtaken(let label): self = .overtaken(label)
        case .inUse(let label, let isReserved): self = .inUse(label, isReserved: isReserved)
        case .noToken(let label): self = .noToken(label)
        case .noAccount(let name, let known): self = .noAccount(name, among: known)
        case .noAccounts: self = .noAccounts
        case .noRule(let label): self = .noRule(label)
        case .tooManyRules: self = .tooManyRules
        case .tooManyHosts(let label): self = .tooManyHosts(label)
        case .notBound(let label, let host): self = .notBound(label, host)
        case .otherAccount(let label, let account): self = .otherAccount(label, account)
        case .known(let label, let use): self = .known(label, use)
        case .provisioning(let use): self = .provisioning(use)
        case .noRemoteToken(let name): self = .noRemoteToken(name)
        case .ambiguous(let count): self = .ambiguous(count)
        case .deadToken: self = .deadToken
        case .accountElsewhere(let account, let address): self = .accountElsewhere(account, address)
        case .otherUser(let name): self = .otherUser(name)
        case .damagedAccount(let error): self = .damagedAccount(error)
        case .accountInUse: self = .accountInUse
        case .noReceipt(let label): self = .noReceipt(label)
        case .otherAddress(let named, let account): self = .otherAddress(named, account)
        case .handsOutOnly: self = .handsOutOnly
        case .aboveCeiling(let excess): self = .aboveCeiling(excess)
        case .tooManyChanges(let most, let moment): self = .tooManyChanges(most, until: moment)
        case .notManager(let label, let isHidden): self = .notManager(label, isHidden: isHidden)
        case .notActive(let label, let state): self = .notActive(label, state)
        case .tooManyGenerations(let label): self = .tooManyGenerations(label)
        case .rotation(let flaw): self = Problem(flaw)
        case .slot, .depositor: self = .keeping(failure)
        case .planOutdated: self = .planOutdated
        }
    }

    /// Why what the vault knows of who may do what was not changed.
    private static func keeping(_ failure: Failure) -> Problem {
        switch failure {
        case .slot(let flaw): Problem(flaw)
        case .depositor(let flaw): Problem(flaw)
        default: Problem(failure)
        }
    }

    private static func unfinished(
        _ reason: Reason, _ standing: Failure.Standing, _ account: Account?
    ) -> Problem {
        guard standing != .over else { return Problem(reason, of: account) }
        return .pending(reason, isUndone: standing == .undone, of: account)
    }

    private static func noRule(_ label: Label?) -> Problem {
        .usage(
            "There is no rule with that number.",
            hint: "See: lockstep grant \(label.map { Printable.argument($0.text) } ?? "--manage")")
    }

    private static let tooManyRules = Problem(
        .conflict, .tooMany, "A token has at most \(Grant.most) rules.", safe: untouched)

    private static let elsewhere = Problem(
        .pending, .elsewhere, "Another process is working on it.",
        safe: "It is in the journal; nothing is lost.", hint: "See: lockstep status")

    private static func overtaken(_ label: Label) -> Problem {
        Problem(
            .conflict, .overtaken,
            "Another process revoked \(Printable.quoted(label.text)) while it was being created.",
            safe: "Nobody got the token.", hint: "See what is left to do: lockstep sync")
    }

    /// That a label is taken: by a token, or by an operation that has no token to show yet.
    private static func inUse(_ label: Label, isReserved: Bool) -> Problem {
        let name = Printable.quoted(label.text)
        guard isReserved else {
            return Problem(
                .conflict, .labelInUse, "The label \(name) is in use.", safe: untouched,
                hint: "Choose another one, or see: lockstep show \(Printable.argument(label.text))")
        }
        return Problem(
            .conflict, .labelInUse, "The label \(name) is reserved by an unfinished operation.",
            safe: untouched,
            hint: "Finish or undo that operation with: lockstep sync (lockstep list names it)")
    }

    private static func noToken(_ label: Label) -> Problem {
        Problem(
            .absent, .noToken, "There is no token \(Printable.quoted(label.text)) in the vault.",
            safe: untouched, hint: "See: lockstep list")
    }

    private static func noAccount(_ name: String, among known: [Label]) -> Problem {
        Problem(
            .absent, .noAccount, "There is no account \(Printable.quoted(name)) in the vault.",
            hint: known.isEmpty ? "Add one: lockstep login" : "The vault has: \(list(known))")
    }

    private static let noAccounts = Problem(
        .absent, .noAccount, "The vault has no account yet.", hint: "Add one: lockstep login")

    private static func otherAccount(_ label: Label, _ account: String) -> Problem {
        Problem(
            .absent, .noToken,
            "The token \(Printable.quoted(label.text)) does not belong to the account "
                + "\(Printable.quoted(account)).",
            safe: untouched, hint: "See its account: lockstep list")
    }

    private static let planOutdated = Problem(
        .conflict, .planOutdated, "What you agreed to has changed in the meantime.", safe: untouched,
        hint: "Review it, and try again.")

    /// Labels in quotation marks.
    static func list(_ labels: [Label]) -> String {
        labels.map { Printable.quoted($0.text) }.joined(separator: ", ")
    }
}
