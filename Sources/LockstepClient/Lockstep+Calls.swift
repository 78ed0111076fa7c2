internal import Lifecycle
internal import Platform
internal import Requests
internal import Wire

extension Lockstep {
    /// The tokens in the vault, by label; revoked ones are left out.
    public func list() async throws -> [TokenInfo] {
        let vault = vault
        return try await call { (agent) throws(LockstepError) in
            do throws(RequestError) {
                let (_, next) = try agent.perform(
                    streaming: ListRequest(), Lockstep.header(.list, vault), hear: { _ in })
                var tokens: [TokenInfo] = []
                while let view = try next() { tokens.append(TokenInfo(view)) }
                return tokens
            } catch { throw LockstepError(error) }
        }
    }

    /// Creates a token at the provider and seals it: scopes as in `linodes:rw`, the expiry as in `90d` or `2027-01-31`.
    @discardableResult
    public func create(
        _ label: String, scopes: [String], expiry: String, account: String? = nil
    ) async throws -> TokenInfo {
        let (label, vault) = (try Lockstep.label(label), vault)
        return try await call { (agent) throws(LockstepError) in
            let request = CreateRequest(label, scopes: scopes, expiry: expiry, account: account)
            return TokenInfo(try Lockstep.perform(request, agent, vault))
        }
    }

    /// Gives a token another label, here and at the provider.
    @discardableResult
    public func rename(_ label: String, to other: String) async throws -> TokenInfo {
        let (request, vault) = (
            RenameRequest(try Lockstep.label(label), to: try Lockstep.label(other)), vault
        )
        return try await call { (agent) throws(LockstepError) in
            TokenInfo(try Lockstep.perform(request, agent, vault))
        }
    }

    /// The tokens that revoking these labels takes away, as the vault has them now. Nothing is changed yet: show them to whoever decides.
    public func plan(revoking labels: [String]) async throws -> RevocationPlan {
        let (labels, vault) = (try labels.map { try Lockstep.label($0) }, vault)
        return try await call { (agent) throws(LockstepError) in
            RevocationPlan(try Lockstep.perform(TokenSelection(labels: labels), agent, vault))
        }
    }

    /// Revokes at the provider what was planned, and nothing else, proves that it is refused there, and wipes it from the vault.
    ///
    /// Throws `plan-outdated` where the vault changed in between. `progress` is told how many are done, of all.
    public func revoke(
        _ plan: RevocationPlan, progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) async throws {
        let vault = vault
        try await call { (agent) throws(LockstepError) in
            let revoked = try Lockstep.perform(plan.plan, agent, vault) { news in
                if case .progress(let now) = news { progress(now.through + now.heldUp, now.total) }
            }
            if let failure = revoked.compactMap(\.failure).first { throw LockstepError(failure) }
        }
    }

    /// The same for one token, without a look at the plan.
    public func revoke(_ label: String) async throws { try await revoke(plan(revoking: [label])) }

    /// Replaces a token by a new one with the same scopes and as long a life, which is tried at the provider first; returns the new one.
    ///
    /// From then on the label hands out the new token. The old one works for `overlap` more, such as `1h`: `nil` for what the label's policy
    /// says, or an hour; `0s` revokes it before this returns. Throws where the old one stays, and where it could not be revoked yet.
    @discardableResult
    public func rotate(_ label: String, overlap: String? = nil) async throws -> TokenInfo {
        let (label, vault) = (try Lockstep.label(label), vault)
        let plan = try await call { (agent) throws(LockstepError) in
            var request = RotateRequest(TokenSelection(labels: [label]))
            request.overlap = overlap
            return try Lockstep.perform(request, agent, vault)
        }
        return try await call { (agent) throws(LockstepError) in
            let rotated = try Lockstep.perform(plan, agent, vault).first
            if let failure = rotated?.failure { throw LockstepError(failure) }
            guard let new = rotated?.new else {
                throw LockstepError(.broken, "The agent did not say what became of the token.")
            }
            return TokenInfo(new)
        }
    }

    private static func perform<R: Request>(
        _ request: R, _ agent: AgentClient, _ vault: String, hear: (News) -> Void = { _ in }
    ) throws(LockstepError) -> R.Answer {
        do throws(RequestError) {
            return try agent.perform(request, header(R.kind, vault), hear: hear)
        } catch { throw LockstepError(error) }
    }

    private static func header(_ kind: RequestKind, _ vault: String) -> RequestHeader {
        RequestHeader(
            vault: Array(vault.utf8), kind: kind, settle: 5, address: nil, proxies: ProxyVariables.settings)
    }
}
