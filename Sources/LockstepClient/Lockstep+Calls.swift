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

    /// Revokes a token at the provider, proves that it is refused there, and wipes it from the vault.
    public func revoke(_ label: String) async throws {
        let (label, vault, place) = (try Lockstep.label(label), vault, self)
        try await call { (agent) throws(LockstepError) in
            let plan = try Lockstep.perform(TokenSelection(labels: [label]), agent, vault)
            // Each request has a connection of its own.
            let revoked = try Lockstep.perform(plan, try place.connect(), vault)
            if let failure = revoked.compactMap(\.failure).first { throw LockstepError(failure) }
        }
    }

    private static func perform<R: Request>(
        _ request: R, _ agent: AgentClient, _ vault: String
    ) throws(LockstepError) -> R.Answer {
        do throws(RequestError) {
            return try agent.perform(request, header(R.kind, vault), hear: { _ in })
        } catch { throw LockstepError(error) }
    }

    private static func header(_ kind: RequestKind, _ vault: String) -> RequestHeader {
        RequestHeader(
            vault: Array(vault.utf8), kind: kind, settle: 5, address: nil, proxies: ProxyVariables.settings)
    }
}
