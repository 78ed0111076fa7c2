package import Lifecycle
package import Requests
package import Secrets

extension Service {
    /// Where the token of a login is sent to: what was asked for, else where the account is, else what the asker's environment names,
    /// else the usual address.
    package func address(of request: LoginRequest) throws(Failure) -> ProviderAddress {
        let wanted = request.address ?? conditions.address
        let known = try replaceable().first { $0.name == request.name }
        guard let known, known.address != nil else { return wanted ?? .ofFormat1 }
        if let wanted, wanted != known.home { throw .otherAddress(wanted, known) }
        return known.home
    }

    /// Verifies a token with the provider, and says what would be sealed; changes nothing.
    package func plan(
        login request: LoginRequest, string: borrowing SecretBytes
    ) throws(Failure) -> LoginPlan {
        let address = try address(of: request)
        let identity = try identify(string, at: address)
        let name: Label
        if let given = request.name { name = given } else { name = try Service.label(identity.user) }
        let before = try replaceable().first { $0.name == name }
        if let before { try requireSame(before, identity, address) }
        // An account that is known keeps its id, and what a later version has written of it.
        var account =
            before ?? Account(id: RecordID(), name: name, identity: identity, token: nil, sealed: now)
        (account.identity, account.address, account.sealed) = (identity, address, now)
        account.token = try itself(string, at: address)
        var weaknesses = weaknesses(of: account, inPlaceOf: before)
        // Nothing is lost with a token that the provider refuses.
        if !weaknesses.isEmpty, let before, try isDead(before) {
            weaknesses = self.weaknesses(of: account, inPlaceOf: nil)
        }
        return LoginPlan(account, inPlaceOf: before, weaknesses)
    }

    /// Seals the token that was planned. Throws `planOutdated` where the account is another one by now.
    package func login(_ plan: LoginPlan, string: borrowing SecretBytes) throws(Failure) {
        guard try replaceable().first(where: { $0.name == plan.account.name }) == plan.before else {
            throw .planOutdated
        }
        do throws(LedgerError) {
            try vault.seal(plan.account, string: string, by: conditions.origin)
            if plan.before != nil { try vault.scrub() }
        } catch { throw .vault(error) }
    }

    /// Wipes an account and its provisioning token; the provider is not told. Returns what the account was.
    @discardableResult
    package func logout(_ name: String) throws(Failure) -> Account {
        let account = try account(named: name)
        do throws(LedgerError) {
            try vault.wipe(account, at: now, by: conditions.origin)
            try vault.scrub()
        } catch {
            throw error.code == .conflict ? .accountInUse(account.name) : .vault(error)
        }
        return account
    }

    /// What a token cannot do, and should.
    package func weaknesses(of account: Account, inPlaceOf before: Account?) -> [Weakness] {
        var found: [Weakness] = []
        let scopes = account.identity.scopes
        if !scopes.covers(.only(["account": .readWrite])) { found.append(.cannotCreate) }
        guard let before else { return found }
        if !scopes.covers(before.identity.scopes) {
            found.append(.lacks(scopes.lacking(before.identity.scopes)))
        }
        if isNear(account), !isNear(before) { found.append(.expiresSooner) }
        return found
    }

    private func isNear(_ account: Account) -> Bool {
        account.token.map { TokenFlag.isNear($0.expiry, now: now) } ?? false
    }

    /// The accounts that there are. Where one is damaged, none can be replaced: which records are its own, and where it belongs, is
    /// not proven, and another token in its place would be sent wherever the damage says.
    private func replaceable() throws(Failure) -> [Account] {
        do throws(LedgerError) { return try vault.accounts() } catch {
            throw error.code == .altered ? .damagedAccount(error) : .vault(error)
        }
    }
}

extension Scopes {
    /// The scopes of others that are not covered by these.
    fileprivate func lacking(_ other: Scopes) -> [String] {
        guard case .only(let theirs) = other else { return other.list }
        return Scopes.only(theirs.filter { !covers(.only([$0.key: $0.value])) }).list
    }
}
