internal import Lifecycle
internal import ProviderProfiles
internal import Requests
internal import Service

/// Asks step by step for what a new token takes and the command line does not say.
struct CreateForm {
    private enum Step { case account, label, expiry, scopes, agreement }

    private let context: Context
    private let dialog: any Dialog
    private let accounts: [Account]
    private let bounds: CreateBounds
    /// What is known so far.
    private var label: Label?
    private var given: CreateOptions
    private var account: Account?

    /// What is to be created: as the command line says it, or as a person answers what it leaves open.
    static func request(_ options: CreateOptions, _ context: Context) throws(Problem) -> CreateRequest {
        var options = options
        options.account = options.account ?? context.settings[.account]
        let label = context.options.operands.isEmpty ? nil : try context.label(0)
        options.expiry = options.request(label ?? .vault).living
        let isOpen = label == nil || options.expiry == nil || !options.namesScopes
        guard isOpen, context.canConverse else {
            guard let label else {
                throw .usage("lockstep create takes: LABEL", hint: "See: lockstep create --help")
            }
            return options.request(label)
        }
        var form = try CreateForm(context, options, label)
        return try form.fill()
    }

    private init(_ context: Context, _ options: CreateOptions, _ label: Label?) throws(Problem) {
        (self.context, given, self.label) = (context, options, label)
        // Before the screen is taken: this may ask for a passphrase.
        let counts = try context.ask(CountRequest())
        accounts = counts.accounts
        guard !accounts.isEmpty else { throw Problem(Failure.noAccounts) }
        if let name = options.account {
            account = accounts.first { $0.name.text == name }
            guard account != nil else { throw Problem(Failure.noAccount(name, known: accounts.map(\.name))) }
        } else if accounts.count == 1 {
            account = accounts.first
        }
        let isAgents = context.isServed(.change)
        guard !isAgents || !counts.changes.isHandsOutOnly else { throw Problem(Failure.handsOutOnly) }
        bounds = CreateBounds(counts.changes.ceiling, isBinding: isAgents, context.now)
        dialog = context.dialog()
    }

    /// Asks for all of it; the token is wanted once this returns.
    private mutating func fill() throws(Problem) -> CreateRequest {
        // As they are now: an answer does not take its question away.
        let steps = steps
        var place = 0
        while place < steps.count {
            dialog.heading = known
            place = try ask(steps[place]) ? place + 1 : max(0, place - 1)
        }
        given.account = account?.name.text
        guard let label else { throw .interrupted }
        return given.request(label)
    }

    private var steps: [Step] {
        var steps: [Step] = []
        if account == nil { steps.append(.account) }
        if label == nil { steps.append(.label) }
        if given.expiry == nil { steps.append(.expiry) }
        if !given.namesScopes { steps.append(.scopes) }
        return steps + [.agreement]
    }

    /// Whether it was answered; else somebody goes back.
    private mutating func ask(_ step: Step) throws(Problem) -> Bool {
        switch step {
        case .account: try askAccount()
        case .label: try askLabel()
        case .expiry: try askExpiry()
        case .scopes: try askScopes()
        case .agreement: try askAgreement()
        }
    }

    private mutating func askAccount() throws(Problem) -> Bool {
        let choices = accounts.map { Choice(title: $0.name.text, detail: "user \($0.identity.user)") }
        guard let place = try dialog.choice("At which account?", choices, filters: false) else {
            return false
        }
        account = accounts[place]
        return true
    }

    private mutating func askLabel() throws(Problem) -> Bool {
        let context = context
        let answer = try dialog.text(
            "Label", help: "a name of your own, such as ci/deploy", label?.text ?? ""
        ) {
            (text) throws(Problem) in
            let label = try Context.label(text)
            if try context.isTaken(label) {
                throw Problem(
                    .conflict, .labelInUse, "There is already a token \(Printable.quoted(label.text)).",
                    hint: "Choose another label.")
            }
            return label
        }
        label = answer ?? label
        return answer != nil
    }
}

// What it may and how long.

extension CreateForm {
    private mutating func askExpiry() throws(Problem) -> Bool {
        let usual = CreateBounds.times.map { bounds.choice($0.words, $0.text) }
        let date = Choice(title: "on a date", detail: "or after a time you choose")
        while true {
            let choices = usual + [date, bounds.choice("never", "never")]
            guard let place = try dialog.choice("When does it expire?", choices, filters: false) else {
                return false
            }
            if usual.indices.contains(place) {
                given.expiry = CreateBounds.times[place].text
            } else if place > usual.count {
                given.expiry = "never"
            } else if let text = try askDate() {
                given.expiry = text
            } else {
                continue
            }
            return true
        }
    }

    private func askDate() throws(Problem) -> String? {
        let (now, limits) = (context.now, bounds)
        return try dialog.text("Expiry", help: "a date such as 2027-01-31, or 90d, 6mo, 1y", "") {
            (text) throws(Problem) in
            let expiry = try served { () throws(Failure) in try TimeGrammar.expiry(text, now: now) }
            if let barrier = limits.barrier(expiry) { throw .usage("That is \(barrier).") }
            return text
        }
    }

    private mutating func askScopes() throws(Problem) -> Bool {
        guard let account, let scopes = try dialog.scopes(bounds.rows(of: account), chosen: given.scopes)
        else { return false }
        given.scopes = scopes
        return true
    }

    private func askAgreement() throws(Problem) -> Bool {
        let choices = [Choice(title: "Create this token"), Choice(title: "Cancel; nothing is created")]
        let place = try dialog.choice(
            "Scopes and expiry can never be changed afterwards.", choices, filters: false)
        guard let place else { return false }
        guard place == 0 else { throw Problem(.unexpected, .declined, "Nothing was created.") }
        return true
    }

    /// What is known so far, by answers or by the command line: before the last question, the summary.
    private var known: [String] {
        var lines = [
            "New token at \(ProviderProfile.linode.name)"
                + (account.map { ", account \($0.name.text)" } ?? "")
        ]
        if let label { lines.append("Label:   \(label.text)") }
        if let text = given.expiry, let expiry = try? TimeGrammar.expiry(text, now: context.now) {
            lines.append("Expires: \(Times.words(expiry, now: context.now))")
        }
        if given.namesScopes {
            let scopes = given.isFullAccess ? ["* (everything)"] : given.scopes + given.unknownScopes
            lines.append("Scopes:  \(scopes.joined(separator: " "))")
        }
        return lines
    }
}
