internal import Lifecycle
internal import Requests
internal import Secrets

/// What the strings of the vault are recognised by, without the strings.
struct KnownStrings {
    private let key: LeakKey
    private var marks: [LeakMark.Whole: LeakMark] = [:]

    /// Asks for all marks there are at this moment.
    init(_ context: Context) throws(Problem) {
        let asked = try context.ask(LeakMarksRequest())
        key = asked.head
        while let mark = try asked.next() {
            if let whole = mark.whole { marks[whole] = mark }
        }
    }

    /// Whose a string is; `nil` for one that the vault does not have.
    func mark(of string: borrowing SecretBytes) -> LeakMark? { marks[whole(string)] }

    /// Notes one that has come into the vault since, or would.
    mutating func add(_ string: consuming SecretBytes, label: String, account: String) {
        let whole = whole(string)
        marks[whole] = LeakMark(
            .token, label: label, account: account, id: nil, generation: 1, state: .active, prefix: "",
            whole: whole)
    }

    private func whole(_ string: borrowing SecretBytes) -> LeakMark.Whole {
        LeakMark.Whole(length: string.count, mark: KeyedHash.mark(of: string, under: key.bytes))
    }
}
