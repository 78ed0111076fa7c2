internal import Lifecycle
internal import Requests

extension Context {
    /// The labels that were named; where none was and a person sits at the terminal, the one that is picked from a list.
    func labelsOrPicked(_ question: String) throws(Problem) -> [Label] {
        guard options.operands.isEmpty, canConverse else { return try labels() }
        return [try pick(question)]
    }

    private func pick(_ question: String) throws(Problem) -> Label {
        let stream = try ask(ListRequest())
        var records: [Record] = []
        while let view = try stream.next() { records.append(view.record) }
        guard !records.isEmpty else {
            throw Problem(
                .absent, .noToken, "There are no tokens in the vault.", hint: "See: lockstep create --help")
        }
        let choices = records.map { record in
            Choice(title: record.label.text, detail: "expires \(Times.words(record.token.expiry, now: now))")
        }
        let dialog = dialog()
        while true {
            if let place = try dialog.choice(question, choices, filters: true) { return records[place].label }
        }
    }

    /// Whether a token of the vault has this label.
    func isTaken(_ label: Label) throws(Problem) -> Bool {
        do throws(Problem) {
            return try answer(ShowRequest(label)).map { $0.token.record.state != .gone } ?? false
        } catch {
            guard error.exit == .absent else { throw error }
            return false
        }
    }
}
