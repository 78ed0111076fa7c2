package import Lifecycle
package import Requests
internal import Secrets

// What the provider says of a provisioning token.

extension Service {
    func identify(_ string: borrowing SecretBytes, at address: ProviderAddress) throws(Failure) -> Identity {
        do throws(ProviderFailure) {
            let reply = try provider.perform(.identify, to: address, as: string)
            guard case .identity(let identity) = try reply.outcome.get() else {
                throw ProviderFailure(.nonsense)
            }
            return identity
        } catch { throw error.code == .deadCredential ? .deadToken : .provider(error, nil) }
    }

    /// The token as the provider lists it, found by its first characters; `nil` when it may not list tokens.
    func itself(_ string: borrowing SecretBytes, at address: ProviderAddress) throws(Failure) -> Token? {
        do throws(ProviderFailure) {
            let reply = try provider.perform(.list, to: address, as: string)
            guard case .tokens(let all) = try reply.outcome.get() else { return nil }
            for token in all.tokens where string.begins(with: token.prefix) { return token }
            return nil
        } catch  where [.missingScope, .forbidden].contains(error.code) {
            return nil
        } catch { throw .provider(error, nil) }
    }

    /// Whether the provider refuses the token that an account has.
    func isDead(_ account: Account) throws(Failure) -> Bool {
        let old = try reading { () throws(LedgerError) in try vault.credential(of: account.id) }
        do throws(ProviderFailure) {
            _ = try provider.perform(.identify, to: old.address, as: old.string).outcome.get()
            return false
        } catch { return error.code == .deadCredential }
    }

    func requireSame(_ before: Account, _ identity: Identity, _ address: ProviderAddress) throws(Failure) {
        guard before.address == nil || before.address == address else {
            throw .accountElsewhere(before, address)
        }
        guard before.identity.user == identity.user, before.identity.customer == identity.customer else {
            throw .otherUser(before.name)
        }
    }

    /// A text as a label; throws `unusable` with what is wrong with it.
    package static func label(_ text: String) throws(Failure) -> Label {
        do throws(Label.Problem) { return try Label(text) } catch { throw .unusable(.label(text, error)) }
    }
}
