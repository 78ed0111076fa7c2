internal import Lifecycle
internal import Requests

/// What became of a deposit, in a sentence; and what to do where it was not taken in.
struct DepositWords {
    let deposit: DepositView

    /// The sentence. What is left where it is needs a look.
    var remark: Remark {
        switch deposit.state {
        case .taken: Remark("\(name): taken in.\(reason.map { " \($0)" } ?? "")")
        case .waiting: Remark("\(name): waits to be taken in.")
        case .undone:
            Remark(
                "\(name): it was interrupted before its token string was there; the account has nothing more of it."
            )
        case .pending: Remark("\(name): pending\(reason.map { ": \($0)" } ?? ".")", needsLook: true)
        case .left where deposit.flaw == .underway:
            Remark("A deposit is under way: \(Printable.quoted(deposit.file)).")
        case .left: Remark("\(name): left where it is. \(reason ?? "") \(remedy)", needsLook: true)
        }
    }

    private var name: String {
        let id = deposit.token.map { " (id \($0))" } ?? ""
        let label = deposit.label.map { " \(Printable.quoted($0.text))" } ?? ""
        let depositor = deposit.depositor.map { " by \(Printable.quoted($0.text))" } ?? ""
        return "deposit\(label)\(id)\(depositor)"
    }

    private var reason: String? {
        deposit.flaw.map(DepositWords.reason) ?? deposit.failure.map { Problem($0).message }
    }

    private static func reason(_ flaw: DepositFlaw) -> String {
        switch flaw {
        case .underway: "Another process is working on it."
        case .unreadable: "Its file cannot be read or removed."
        case .malformed: "Its file is not a whole deposit."
        case .newer: "It was written by a newer version of Lockstep."
        case .foreign: "It is for another vault."
        case .forged: "Its signature is not valid."
        case .unregistered: "It was signed with a key that the vault does not know."
        case .otherAccount: "Its depositor is registered for another account."
        case .otherLabel: "Its depositor is not registered for that label."
        case .labelInUse: "The label is not new: a token has or had it, or something is decided for it."
        case .absent: "The account has no such token."
        case .otherwise: "The token has other scopes or another expiry than the deposit says."
        case .tooMany: "More deposits wait than are taken in at one time."
        }
    }

    private var remedy: String {
        let file = Printable.argument(deposit.file)
        let drop = "rm -- \(file)"
        guard deposit.flaw != nil else { return "It is tried again with the next lockstep sync." }
        switch deposit.flaw {
        case .unregistered:
            return "To register the depositor: lockstep depositor add --help. To drop it: \(drop)"
        case .newer: return "Install that version, then run lockstep sync."
        case .unreadable: return "Look at \(file)."
        case .tooMany: return "Run lockstep sync again later, or look at \(file)."
        default: break
        }
        guard let id = deposit.token, deposit.flaw != .absent else { return "To drop it: \(drop)" }
        return "To end the token and drop it: lockstep revoke --id \(id) && \(drop)"
    }
}
