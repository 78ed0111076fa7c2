internal import Lifecycle
internal import ProviderProfiles
package import Requests
internal import Secrets

// What token strings are recognised by, for whoever looks through texts.

extension Service {
    /// A string of which fewer characters are not public has no mark: who has it could try them all. (32 hexadecimal digits are 2^128.)
    private static let leastUnknown = 32

    /// The marks of all strings of the vault, each under a key that is drawn for this answer; and the beginnings of revoked tokens, as
    /// far as receipts have them. One string at a time is opened, and wiped.
    package func leakMarks() throws(Failure) -> AnswerStream<LeakKey, LeakMark> {
        let key = LeakKey(Random.bytes(LeakKey.size))
        let accounts = try accounts()
        let surroundings = Surroundings(accounts, [])
        var marks: [LeakMark] = []
        for account in accounts { marks.append(try mark(of: account, under: key)) }
        try reading { () throws(LedgerError) in
            try vault.eachString { (record, string) in
                let account = surroundings.view(of: record).account
                if let mark = Service.mark(of: record, string, account, under: key) { marks.append(mark) }
            }
        }
        var rest = marks[...]
        return AnswerStream(key) { () throws(Failure) in rest.popFirst() }
    }

    private func mark(of account: Account, under key: LeakKey) throws(Failure) -> LeakMark {
        let credential = try reading { () throws(LedgerError) in try vault.credential(of: account.id) }
        let (prefix, whole) = Service.mark(
            of: credential.string, listed: account.token?.prefix ?? "", under: key)
        return LeakMark(
            .provisioning, label: account.name.text, account: account.name.text, id: account.token?.id,
            prefix: prefix, whole: whole)
    }

    /// What a record's string is recognised by; `nil` where nothing of it is known any more.
    private static func mark(
        of record: Record, _ string: borrowing SecretBytes?, _ account: String, under key: LeakKey
    ) -> LeakMark? {
        var (prefix, whole) = (record.token.prefix, LeakMark.Whole?.none)
        switch string {
        case .some(let string): (prefix, whole) = mark(of: string, listed: prefix, under: key)
        case .none: break
        }
        if record.state == .gone {
            let stated = record.receipt.flatMap { try? ReceiptStatement(reading: $0.statement) }
            guard let place = stated?.place, !place.prefix.isEmpty else { return nil }
            prefix = place.prefix
        }
        return LeakMark(
            record.state == .gone ? .revoked : .token, label: record.label.text, account: account,
            id: record.token.id, generation: record.generation, state: record.state, prefix: prefix,
            whole: whole)
    }

    private static func mark(
        of string: borrowing SecretBytes, listed: String, under key: LeakKey
    ) -> (prefix: String, whole: LeakMark.Whole?) {
        let size = ProviderProfile.linode.publicPrefix
        guard string.count >= size + leastUnknown else { return (listed, nil) }
        let prefix = string.withBytes { bytes in
            String(decoding: (0..<size).map { bytes[$0] }, as: UTF8.self)
        }
        let mark = KeyedHash.mark(of: string, under: key.bytes)
        return (prefix, LeakMark.Whole(length: string.count, mark: mark))
    }
}
