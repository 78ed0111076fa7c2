package import Lifecycle
internal import ProviderProfiles
package import Requests

/// Scopes as people write them, held against the provider's catalogue.
package enum ScopeGrammar {
    /// The scopes that a request is for. Throws `unusable`.
    package static func scopes(of request: CreateRequest) throws(Failure) -> Scopes {
        guard request.scopes.isEmpty, request.unknownScopes.isEmpty else {
            guard !request.isFullAccess else { throw .unusable(.scopesAndFullAccess) }
            do throws(ScopeCatalog.Problem) {
                return try ProviderProfile.linode.catalog.scopes(
                    request.scopes, unknown: request.unknownScopes)
            } catch { throw .unusable(unusable(error)) }
        }
        guard request.isFullAccess else { throw .unusable(.noScopes) }
        return .all
    }

    private static func unusable(_ problem: ScopeCatalog.Problem) -> Unusable {
        switch problem {
        case .unknownScope(let name, let nearest): .unknownScope(name, nearest: nearest)
        case .unknownLevel(let level): .unknownLevel(level)
        case .noReadOnly(let name): .noReadOnly(name)
        case .form(let text): .scopeForm(text)
        }
    }
}
