import Requests

@testable import Command
@testable import Lifecycle

// Messages on terminals of several widths.

extension Rendered {
    static let messages = [
        Rendered("messages", widths) { columns in
            let path = "/data/me/a folder with blanks/vault.db"
            return [
                Problem(LedgerError(.exposed).at(path)), Problem(LedgerError(.unreadable).at(path)),
                .notManager(Value.label("it's mine"), isHidden: false), Problem(ProviderFailure(.throttled)),
                Problem(Failure.inUse(Value.wide, isReserved: true)),
                Problem(
                    Failure.aboveCeiling(.scopes(Scopes(provider: "linodes:read_only"), allowed: .only([:])))),
            ].map { $0.text(columns: columns) }.joined()
        },
        Rendered.lines("many pending") {
            let rows = (0..<25).map { place in
                PendingRow(view: Value.pending(isHeld: place % 2 == 0), now: Value.now, vault: "/v")
            }
            return PendingRow.lines(rows)
        },
    ]
}
