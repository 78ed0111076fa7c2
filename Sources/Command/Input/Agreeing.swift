internal import Requests

extension Context {
    /// Shows what would be done, and has it agreed to; throws where a person does not. Where a flag has, nobody is asked.
    func agree(
        _ isAgreed: Bool, _ lines: [String], _ question: String, _ done: String
    ) throws(Problem) {
        guard !isAgreed else { return }
        lines.forEach(console.tell)
        guard try terminal.confirms(question, otherwise: "Give --yes.") else {
            throw Problem(.unexpected, .declined, "Nothing was \(done).")
        }
    }
}
