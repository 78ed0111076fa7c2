internal import Lifecycle
internal import Requests

/// A provisioning token that has expired or soon will: nothing is created or revoked without it.
struct AccountExpiry {
    let account: Account
    private let moment: Instant
    private let now: Instant

    /// `nil` where it lives long enough, or when it expires is not known.
    init?(_ account: Account, now: Instant) {
        guard let token = account.token, let moment = token.expiry.moment,
            TokenFlag.isNear(token.expiry, now: now)
        else { return nil }
        (self.account, self.moment, self.now) = (account, moment, now)
    }

    private var isOver: Bool { moment <= now }

    private var word: String { Printable.word(account.name.text) }
    private var renewal: String { "lockstep rotate --account \(word)" }

    /// The rest of a sentence on the account.
    var words: String {
        "its provisioning token \(isOver ? "expired" : "expires") \(Times.relative(moment, now: now)): "
            + (isOver ? "lockstep login \(word)" : renewal)
    }

    /// The same for somebody who looked at something else.
    var warning: Warning {
        let name = Printable.quoted(account.name.text)
        return Warning(
            .expiresSoon,
            "the provisioning token of \(name) \(isOver ? "expired" : "expires") "
                + "\(Times.relative(moment, now: now)); nothing is created or revoked without one. "
                + (isOver ? "Give the account a new one: lockstep login \(word)" : "Renew it: \(renewal)"))
    }
}

extension Context {
    /// Warns of provisioning tokens that run out.
    func warn(of accounts: [Account]) {
        let now = now
        for account in accounts { AccountExpiry(account, now: now).map { console.warn($0.warning) } }
    }
}
