internal import Lifecycle
internal import Requests

extension Service {
    /// What expires soon and was not told before: each token once for each threshold. One that a policy replaces in time is none of
    /// them, nor is one that is on its way out.
    func warnings(of records: [Record], _ accounts: [Account]) -> [ExpiryWarning] {
        let (now, told) = (now, vault.toldExpiries())
        let names = Dictionary(
            accounts.map { ($0.id, $0.name.text) }, uniquingKeysWith: { first, _ in first })
        var (warnings, marks): ([ExpiryWarning], Set<ExpiryMark>) = ([], [])
        func look(_ id: RecordID, _ label: Label?, _ account: String, _ token: Token?) {
            guard let token, let expiry = token.expiry.moment,
                let days = ExpiryWarning.threshold(of: expiry, at: now)
            else { return }
            let mark = ExpiryMark(id, expiry, days: days)
            marks.insert(mark)
            guard !told.contains(mark) else { return }
            warnings.append(
                ExpiryWarning(label, account: account, id: token.id, expiry: expiry, days: days))
        }
        for record in records where record.state == .active && !record.isLeased && !isReplaced(record) {
            look(record.id, record.label, names[record.account] ?? "", record.token)
        }
        for account in accounts { look(account.id, nil, account.name.text, account.token) }
        if marks != told { vault.note(told: marks) }
        return warnings
    }

    /// Whether its policy replaces it in time.
    private func isReplaced(_ record: Record) -> Bool {
        guard let due = record.policy?.due(record), !record.token.expiry.hasPassed(at: now) else {
            return false
        }
        return CheckTally.overdue(due, until: record.token.expiry) > now
    }
}
