package import Lifecycle
internal import Secrets

extension DepositView {
    /// What became of it; why not, in one word.
    package func json(_ words: (Failure) -> FailureWords) -> JSON {
        .object([
            ("file", .text(file)), ("depositor", .optional(depositor?.text)),
            ("label", .optional(label?.text)),
            ("id", .id(token)), ("outcome", .text(state.rawValue)),
            ("reason", .optional(flaw?.word ?? failure.map(words)?.code)),
        ])
    }
}

extension JSON {
    /// A token that was deposited, and the file that it is in.
    package static func deposited(_ record: Record, in file: String) -> JSON {
        .answer([
            ("deposit", .text(file)), ("label", .text(record.label.text)), ("id", .id(record.token.id)),
            ("expires", .moment(record.token.expiry.moment)),
        ])
    }

    /// The depositors of a vault, and what they need to know of it.
    package static func depositors(
        _ all: [(depositor: Depositor, account: String, ticket: DepositTicket?)]
    ) -> JSON {
        .answer([
            (
                "depositors",
                .array(
                    all.map { known in
                        .object([
                            ("name", .text(known.depositor.name.text)),
                            ("publicKey", .text(DepositorKey.text(of: known.depositor.key))),
                            ("account", .text(known.account)), ("labels", .text(known.depositor.labels)),
                            ("added", .moment(known.depositor.added)),
                            ("ticket", .optional(known.ticket?.text)),
                        ])
                    })
            )
        ])
    }
}
