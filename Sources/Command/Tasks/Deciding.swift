internal import Lifecycle
internal import Requests
internal import Service

/// Decides something for a label, and shows what is decided.
struct Deciding {
    let context: Context
    let words: PolicyWords

    func run(_ label: Label) throws(Problem) {
        let view = try decided(label)
        guard !context.options.json else { return try context.console.print(view.json) }
        guard let policy = view.policy else {
            return context.console.note("Nothing is set for \(Printable.quoted(label.text)).")
        }
        try context.console.print(Facts(policy.facts(due: view.due, now: context.now)))
        guard !view.hasToken else { return }
        context.console.note(
            "There is no token \(Printable.quoted(label.text)) now: the next one gets this policy.")
    }

    private func decided(_ label: Label) throws(Problem) -> PolicyView {
        guard !words.isEmpty else { return try context.ask(PolicyRequest(label)) }
        try served { () throws(Failure) in try Service.check(words, now: context.now) }
        return try context.ask(PolicyChange(label, words))
    }
}
