package import Lifecycle
internal import ProviderProfiles
package import Requests

/// Scopes as people write them, held against the provider's catalogue.
package enum ScopeGrammar {
    /// The scopes that a request is for. Throws `unusable`.
    package static func scopes(of request: CreateRequest) throws(Failure) -> Scopes {
        try scopes(request.scopes, request.unknownScopes, isFull: request.isFullAccess)
    }

    private static func scopes(
        _ named: [String], _ unknown: [String], isFull: Bool
    ) throws(Failure) -> Scopes {
        guard named.isEmpty, unknown.isEmpty else {
            guard !isFull else { throw .unusable(.scopes(.besideFullAccess)) }
            do throws(ScopeCatalog.Problem) {
                return try ProviderProfile.linode.catalog.scopes(named, unknown: unknown)
            } catch { throw .unusable(.scopes(flaw(error))) }
        }
        guard isFull else { throw .unusable(.scopes(.missing)) }
        return .all
    }

    /// The scopes that a rotation is to give; `nil` where nothing was said of them. Throws `unusable`.
    package static func scopes(of request: RotateRequest) throws(Failure) -> Scopes? {
        guard !request.scopes.isEmpty || !request.unknownScopes.isEmpty || request.isFullAccess else {
            return nil
        }
        return try scopes(request.scopes, request.unknownScopes, isFull: request.isFullAccess)
    }

    /// Several scopes in one word: `linodes:rw,domains:ro`. Throws `unusable`.
    static func scopes(_ text: String) throws(Failure) -> Scopes {
        do throws(ScopeCatalog.Problem) { return try ProviderProfile.linode.catalog.scopes([text]) } catch {
            throw .unusable(.scopes(flaw(error)))
        }
    }

    private static func flaw(_ problem: ScopeCatalog.Problem) -> ScopeFlaw {
        switch problem {
        case .unknownScope(let name, let nearest): .unknown(name, nearest: nearest)
        case .unknownLevel(let level): .level(level)
        case .noReadOnly(let name): .noReadOnly(name)
        case .form(let text): .form(text)
        }
    }
}
