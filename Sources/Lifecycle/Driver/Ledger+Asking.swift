// Requests beside all operations, with a provisioning token that somebody may be replacing.

extension Ledger {
    /// Asks a provider with an account's provisioning token, when no other request is in flight; once more where it is refused and
    /// another has taken its place meanwhile.
    package func ask(
        _ request: ProviderRequest, of provider: any ProviderRouter, as account: RecordID
    ) throws(LedgerError) -> (outcome: Result<ProviderAnswer, ProviderFailure>, time: Instant?) {
        while true {
            let credential = try credential(of: account)
            var answer: (outcome: Result<ProviderAnswer, ProviderFailure>, time: Instant?)
            do throws(ProviderFailure) {
                let reply = try provider.perform(request, to: credential.address, as: credential.string)
                answer = (reply.outcome, reply.time)
            } catch { return (.failure(error), nil) }
            guard case .failure(let failure) = answer.outcome, failure.code == .deadCredential else {
                return answer
            }
            let present = try self.credential(of: account)
            if present.mark == credential.mark { return answer }
        }
    }
}
