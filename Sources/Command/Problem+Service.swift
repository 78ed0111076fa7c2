internal import Lifecycle
internal import Requests

/// Runs `body`, with the service's failures in words.
func served<R: ~Copyable>(_ body: () throws(Failure) -> R) throws(Problem) -> R {
    do throws(Failure) { return try body() } catch { throw Problem(error) }
}

extension Problem {
    /// Says in words why a request was not done.
    init(_ failure: Failure) {
        self =
            switch failure {
            case .unusable(let why): Problem(why)
            case .vault(let error): Problem(error)
            case .archive(let error, let file): Problem(error, archiving: file)
            case .provider(let failure, let account): Problem(failure, of: account)
            case .unfinished(let reason, let standing, let account): .unfinished(reason, standing, account)
            case .elsewhere: .elsewhere
            case .overtaken(let label): .overtaken(label)
            case .inUse(let label, let isReserved): .inUse(label, isReserved: isReserved)
            case .noToken(let label): .noToken(label)
            case .noAccount(let name, let known): .noAccount(name, among: known)
            case .noAccounts: .noAccounts
            case .noRule(let label): .noRule(label)
            case .tooManyRules: .tooManyRules
            case .tooManyHosts(let label): .tooManyHosts(label)
            case .notBound(let label, let host): .notBound(label, host)
            case .otherAccount(let label, let account): .otherAccount(label, account)
            case .known(let label, let use): .known(label, use)
            case .provisioning(let use): .provisioning(use)
            case .noRemoteToken(let name): .noRemoteToken(name)
            case .ambiguous(let count): .ambiguous(count)
            case .deadToken: .deadToken
            case .accountElsewhere(let account, let address): .accountElsewhere(account, address)
            case .otherUser(let name): .otherUser(name)
            case .damagedAccount(let error): .damagedAccount(error)
            case .accountInUse: .accountInUse
            case .noReceipt(let label): .noReceipt(label)
            case .otherAddress(let named, let account): .otherAddress(named, account)
            case .handsOutOnly: .handsOutOnly
            case .aboveCeiling(let excess): .aboveCeiling(excess)
            case .tooManyChanges(let most, let moment): .tooManyChanges(most, until: moment)
            case .notManager(let label, let isHidden): .notManager(label, isHidden: isHidden)
            case .notActive(let label, let state): .notActive(label, state)
            case .tooManyGenerations(let label): .tooManyGenerations(label)
            case .rotation, .slot: Problem.flaw(failure)
            case .planOutdated: .planOutdated
            }
    }

    private static func flaw(_ failure: Failure) -> Problem {
        switch failure {
        case .rotation(let flaw): Problem(flaw)
        case .slot(let flaw): Problem(flaw)
        default: .elsewhere
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
