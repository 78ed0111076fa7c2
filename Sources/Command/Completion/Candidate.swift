internal import Lifecycle
internal import ProviderProfiles
internal import Requests
internal import Wire

/// A word that a shell may offer.
struct Candidate {
    let text: String
    /// What there is to say of it.
    let about: String

    init(_ text: String, _ about: String = "") { (self.text, self.about) = (text, about) }

    /// Whether it can be shown on a line and typed as it is.
    var isVisible: Bool { Printable.line(text) == text }

    /// The scopes of the provider, with their levels.
    static var scopes: [Candidate] {
        ProviderProfile.linode.catalog.entries.flatMap { entry in
            (entry.hasReadOnly ? [Candidate("\(entry.name):ro", "\(entry.title), read only")] : [])
                + [Candidate("\(entry.name):rw", "\(entry.title), read and write")]
        }
    }
}

// What is in the vault, as an unlocked agent tells it. Where none does there is nothing to offer.

extension Context {
    /// More are of no use to anybody who is typing.
    private static let mostCandidates = 500

    /// The labels of living tokens that begin so.
    func labelCandidates(beginning typed: String) -> [Candidate] {
        guard let agent = try? servingAgent(), let header = try? header(of: .list),
            let stream = try? agent.perform(streaming: ListRequest(), header, hear: { _ in })
        else { return [] }
        var found: [Candidate] = []
        while found.count < Context.mostCandidates, let view = try? stream.next() {
            let record = view.record
            guard record.label.text.hasPrefix(typed), !record.isLeased else { continue }
            found.append(Candidate(record.label.text, Times.words(record.token.expiry, now: now)))
        }
        return found
    }

    /// The tags that begin so.
    func tagCandidates(beginning typed: String) -> [Candidate] {
        guard let agent = try? servingAgent(), let header = try? header(of: .list),
            let stream = try? agent.perform(streaming: ListRequest(), header, hear: { _ in })
        else { return [] }
        var found: Set<String> = []
        while found.count < Context.mostCandidates, let view = try? stream.next() {
            found.formUnion((view.record.policy?.tags ?? []).filter { $0.hasPrefix(typed) })
        }
        return found.sorted().map { Candidate($0) }
    }

    /// The names of the accounts.
    func accountCandidates() -> [Candidate] {
        guard let agent = try? servingAgent(), let header = try? header(of: .count),
            let counts = try? agent.perform(CountRequest(), header, hear: { _ in })
        else { return [] }
        return counts.accounts.map { Candidate($0.name.text) }
    }
}
