package import Lifecycle

// What `sync` finished and found.

extension SyncResult {
    /// The operations and the accounts.
    package func json(_ wording: borrowing Wording, now: Instant, isRehearsal: Bool) -> JSON {
        let failure = wording.failure
        return .answer([
            ("dryRun", .bool(isRehearsal)), ("operations", .array(lines.map { $0.json(failure) })),
            ("accounts", .array(findings.map { $0.json(failure, now: now) })),
            ("restored", restored.map { $0.json(findings) } ?? .null),
            ("deposits", .array(deposits.map { $0.json(failure) })),
        ])
    }
}

extension SyncResult.Restoration {
    fileprivate func json(_ findings: [SyncResult.Finding]) -> JSON {
        let unmanaged = findings.flatMap { (try? $0.result.get())?.unmanaged ?? [] }
        return .object([
            ("since", .moment(since)), ("handsOut", .bool(isOver)),
            ("made", .array(made(among: unmanaged).map { .id($0.id) })),
        ])
    }
}

extension SyncResult.Line {
    fileprivate func json(_ words: (Failure) -> FailureWords) -> JSON {
        .object([
            ("operation", .text(operation.operation)), ("label", .text(operation.label.text)),
            ("id", .id(operation.token)), ("outcome", .text(state.rawValue)),
            ("reason", .optional(failure.map(words)?.code)),
        ])
    }
}

extension SyncResult.Finding {
    fileprivate func json(_ words: (Failure) -> FailureWords, now: Instant) -> JSON {
        let name = ("account", JSON.text(account.name.text))
        let expires = ("expires", JSON.moment(account.token?.expiry.moment))
        switch result {
        case .failure(let reason):
            let code = words(.unfinished(reason, .over, account)).code
            return .object([name, expires, ("error", .text(code))])
        case .success(let found):
            return .object([name, expires] + found.members(now: now) + [("error", .null)])
        }
    }
}

extension Reconciliation {
    fileprivate func members(now: Instant) -> [(String, JSON)] {
        func ids(_ tokens: [Token]) -> JSON { .array(tokens.map { .id($0.id) }) }
        let matched = (managed + drifted).map(\.token)
        let flags = TokenFlag.allCases.map { flag in
            (flag.rawValue, ids((matched + unmanaged).filter { TokenFlag.of($0, now: now).contains(flag) }))
        }
        return [
            ("managed", ids(matched)), ("drifted", ids(drifted.map(\.token))), ("unmanaged", ids(unmanaged)),
            ("gone", ids(gone.map(\.token))), ("orphaned", ids(orphaned)), ("underway", ids(underway)),
            ("unreadable", .array(unreadable.map { .id($0.id) })), ("flags", .object(flags)),
        ]
    }
}
