internal import Lifecycle
internal import ProviderProfiles
internal import Requests
internal import Secrets
internal import Service

/// Verifies a provisioning token, and seals it bound to the address where it was verified.
struct LoggingIn {
    let context: Context
    /// Whether the token comes from standard input.
    let isFromStdin: Bool
    /// Whether a token is sealed that can do less than it should.
    let allowsWeaker: Bool

    func run(_ request: LoginRequest) throws(Problem) {
        let service = try context.service()
        let address = try served(request) { () throws(Failure) in try service.address(of: request) }
        if address != .ofFormat1 { context.console.note("Logging in at \(address.text).") }
        if !isFromStdin, address == .ofFormat1, context.canConverse { tellWhereToMakeOne() }
        let string = try context.tokenString("Provisioning token", fromStdin: isFromStdin)
        let plan = try planned(request, string, service)
        try agree(to: plan)
        do throws(Failure) { try service.login(plan, string: string) } catch { throw Problem(error) }
        let account = plan.account
        let isWeak = service.weaknesses(of: account, inPlaceOf: nil).contains(.cannotCreate)
        Warning.of(account, cannotCreate: isWeak, now: context.now).forEach(context.console.warn)
        guard !context.options.json else { return try context.console.print(account.answer) }
        context.console.note(Sentence.sealed(account, now: context.now))
        if let former = plan.before?.token, former.id != account.token?.id {
            context.console.note(Sentence.replaced(former, of: account))
        }
    }

    private func tellWhereToMakeOne() {
        let profile = ProviderProfile.linode
        context.console.note("Create a provisioning token at \(profile.page)")
        context.console.note(
            "It needs Account: Read/Write, to create tokens, and each scope that your tokens should have."
        )
    }

    private func planned(
        _ request: LoginRequest, _ string: borrowing SecretBytes, _ service: Service
    ) throws(Problem) -> LoginPlan {
        let ticker = Ticker("Waiting for the provider:", context.console)
        defer { ticker.stop() }
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
        guard !allowsWeaker, !plan.weaknesses.isEmpty else { return }
        let sentence = "This token \(plan.weaknesses.map(\.sentence).joined(separator: ", and "))."
        guard context.terminal.canAsk else {
            throw Problem(
                .locked, .weakerToken, sentence,
                safe: plan.before == nil ? "Nothing was sealed." : "The account keeps its current token.",
                hint: "Log in with another one, or seal this one anyway: --allow-weaker")
        }
        context.console.tell(sentence)
        guard try context.terminal.confirms("Seal it anyway?", otherwise: "Give --allow-weaker.") else {
            throw Problem(.unexpected, .declined, "Nothing was sealed.")
        }
    }
}
