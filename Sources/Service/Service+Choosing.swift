internal import Lifecycle
package import Requests

extension Service {
    /// Throws what makes a selection unusable, before anything is opened.
    package static func check(_ selection: TokenSelection) throws(Failure) {
        guard !selection.isEmpty else { throw .unusable(.naming(.missing)) }
        guard !selection.isAll || selection.labels.isEmpty else { throw .unusable(.naming(.labelsAndAll)) }
        guard selection.generation == nil || !selection.labels.isEmpty else {
            throw .unusable(.naming(.missing))
        }
    }

    /// The tokens that a selection is about, each once, as the vault has them now.
    ///
    /// Throws `noToken` for a label that nothing has, `otherAccount` for one of another account than was asked for: nobody names a token to
    /// have it passed over.
    ///
    /// A label stands for `all` its generations, or for the one that it names.
    func choose(_ selection: TokenSelection, all: Bool = true) throws(Failure) -> [Record] {
        try Service.check(selection)
        let horizon = try TimeGrammar.horizon(selection.expiring, now: now)
        let account = try selection.account.map { name throws(Failure) in try self.account(named: name) }
        guard !selection.labels.isEmpty else {
            return try reading { () throws(LedgerError) in try vault.records() }.filter { record in
                record.state != .gone && (account == nil || account?.id == record.account)
                    && fits(record, selection, horizon)
            }
        }
        var chosen: [Record] = []
        for label in selection.labels {
            for record in try generations(of: label, selection.generation, all: all) {
                if let account, account.id != record.account {
                    throw .otherAccount(label, account: account.name.text)
                }
                if fits(record, selection, horizon) { chosen.append(record) } else { hear(.excluded(label)) }
            }
        }
        return chosen
    }

    /// What a label stands for; throws `noToken` where that is nothing.
    private func generations(of label: Label, _ wanted: UInt32?, all: Bool) throws(Failure) -> [Record] {
        guard all || wanted != nil else { return [try record(label)] }
        let found = try reading { () throws(LedgerError) in try vault.records(under: label) }
            .filter { wanted == nil || $0.generation == wanted }
        guard !found.isEmpty else {
            throw wanted == nil ? .noToken(label) : .vault(LedgerError(.absent, .generations))
        }
        return found
    }

    private func fits(_ record: Record, _ selection: TokenSelection, _ horizon: Instant?) -> Bool {
        guard !selection.isExpired || record.token.expiry.hasPassed(at: now) else { return false }
        if let horizon, record.token.expiry.moment.map({ $0 > horizon }) ?? true { return false }
        return ListFilter.fits(record.label.text, selection.patterns)
    }

    /// Those among expired tokens that the provider refuses: this machine's clock may be ahead, and what lives is not revoked for that.
    /// Throws what keeps it from being asked; nothing was changed by then.
    func dead(among records: [Record]) throws(Failure) -> [Record] {
        let accounts = try accounts()
        try requireHome(of: accounts.filter { account in records.contains { $0.account == account.id } })
        var dead: [Record] = []
        for record in records {
            // One that is on its way out already is not asked about again: its revocation proves what it has to.
            if record.state != .revoking, try isAlive(record) {
                hear(.alive(record.label, record.token.expiry))
            } else {
                dead.append(record)
            }
        }
        return dead
    }

    private func isAlive(_ record: Record) throws(Failure) -> Bool {
        let token = try reading { () throws(LedgerError) in try vault.credential(of: record.id) }
        do throws(ProviderFailure) {
            _ = try provider.perform(.identify, to: token.address, as: token.string).outcome.get()
            return true
        } catch  where error.code == .deadCredential {
            return false
        } catch  where error.code == .missingScope {
            return true  // it was recognised
        } catch { throw .provider(error, nil) }
    }
}
