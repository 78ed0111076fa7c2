internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service

/// Verifies a provisioning token, and seals it bound to the address where it was verified.
struct LoggingIn {
    let context: Context

    func run() throws(Problem) {
        let options = context.options
        let request = LoginRequest(
            name: try options.operands.first.map(Context.label),
            address: try options.url.map { text throws(Problem) in
                try Context.address(text, from: "--url")
            })
        let service = try context.service()
        let address = try served(request) { () throws(Failure) in try service.address(of: request) }
        if address != .ofFormat1 { context.console.note("Logging in at \(address.text).") }
        let string = try context.tokenString("Provisioning token", fromStdin: options.tokenStdin)
        let plan = try planned(request, string, service)
        try agree(to: plan)
        do throws(Failure) { try service.login(plan, string: string) } catch { throw Problem(error) }
        try tell(plan.account, service)
    }

    private func planned(
        _ request: LoginRequest, _ string: borrowing SecretBytes, _ service: Service
    ) throws(Problem) -> LoginPlan {
        do throws(Failure) { return try service.plan(login: request, string: string) } catch {
            throw problem(error, request)
        }
    }

    private func served<R>(
        _ request: LoginRequest, _ body: () throws(Failure) -> R
    ) throws(Problem) -> R {
        do throws(Failure) { return try body() } catch { throw problem(error, request) }
    }

    /// Names the flag where that is what led elsewhere.
    private func problem(_ failure: Failure, _ request: LoginRequest) -> Problem {
        guard case .otherAddress(let named, let account) = failure, request.address != nil else {
            return Problem(failure)
        }
        return .otherAddress(named, account, from: "--url")
    }

    /// Asks before a weak token is sealed; where nobody can be asked, only a flag agrees.
    private func agree(to plan: LoginPlan) throws(Problem) {
        guard !context.options.allowWeaker, !plan.weaknesses.isEmpty else { return }
        let sentence = "This token \(plan.weaknesses.map(\.sentence).joined(separator: ", and "))."
        guard context.terminal.canAsk else {
            throw Problem(
                .locked, .weakerToken, sentence,
                safe: plan.before == nil ? "Nothing was sealed." : "The account keeps the token it has.",
                hint: "Log in with another one, or seal this one all the same: --allow-weaker")
        }
        context.console.note(sentence)
        guard try context.terminal.confirms("Seal it all the same?", otherwise: "Give --allow-weaker.") else {
            throw Problem(.unexpected, .declined, "Nothing was sealed.")
        }
    }

    // MARK: Telling

    private func tell(_ account: Account, _ service: Service) throws(Problem) {
        let identity = account.identity
        warnings(account, service).forEach(context.console.warn)
        if context.options.json {
            return try context.console.print(account.answer)
        }
        context.console.note(
            "Sealed the account \(Printable.quoted(account.name.text)): user \(identity.user), "
                + "scopes \(TokenRow.words(identity.scopes)), "
                + "expires \(account.token.map { Times.words($0.expiry, now: context.now) } ?? "unknown")")
    }

    private func warnings(_ account: Account, _ service: Service) -> [Warning] {
        var warnings: [Warning] = []
        if service.weaknesses(of: account, inPlaceOf: nil).contains(.cannotCreate) {
            warnings.append(Warning(.cannotCreate, "this token \(Weakness.cannotCreate.sentence)"))
        }
        if account.identity.isRestricted {
            warnings.append(
                Warning(
                    .restrictedUser, "the user is restricted: what tokens can do depends on its grants too")
            )
        }
        if let token = account.token, TokenFlag.isNear(token.expiry, now: context.now) {
            let moment = token.expiry.moment.map { Times.relative($0, now: context.now) } ?? ""
            warnings.append(Warning(.expiresSoon, "this token expires \(moment)"))
        }
        return warnings
    }
}
