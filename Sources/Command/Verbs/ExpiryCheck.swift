internal import Lifecycle
internal import Secrets

/// Asks the provider whether tokens that have expired by this machine's clock are dead: a clock that is ahead must not revoke
/// what lives.
struct ExpiryCheck {
    let context: Context

    /// Those that the provider refuses. Throws what keeps it from being asked; nothing was changed by then.
    func dead(among records: [Record], _ ledger: any Ledger) throws(Problem) -> [Record] {
        guard !records.isEmpty else { return [] }
        let accounts = try vault { () throws(LedgerError) in try ledger.accounts() }
        try context.requireHome(
            of: accounts.filter { account in records.contains { $0.account == account.id } })
        var dead: [Record] = []
        for record in records {
            // One that is on its way out already is not asked about again: its revocation proves what it has to.
            if record.state == .revoking {
                dead.append(record)
            } else if try isAlive(record, ledger) {
                warn(of: record)
            } else {
                dead.append(record)
            }
        }
        return dead
    }

    private func warn(of record: Record) {
        context.console.warn(
            Warning(
                .notExpired,
                "\(Printable.quoted(record.label.text)) expired "
                    + "\(Times.words(record.token.expiry, now: context.now)) by this machine's clock, and the provider "
                    + "still honours it. It is left alone; check the clock"))
    }

    private func isAlive(_ record: Record, _ ledger: any Ledger) throws(Problem) -> Bool {
        let token = try vault { () throws(LedgerError) in try ledger.credential(of: record.id) }
        do throws(ProviderFailure) {
            _ = try context.provider.perform(.identify, to: token.address, as: token.string).outcome.get()
            return true
        } catch  where error.code == .deadCredential {
            return false
        } catch  where error.code == .missingScope {
            return true  // it was recognised
        } catch { throw Problem(error) }
    }
}
