internal import Lifecycle
internal import Secrets

/// Shares on their way in, until there are as many of one set as it takes.
struct ShareCollection {
    /// Why a share is not taken.
    enum Refusal: Error, Hashable {
        /// It does not begin as a share does.
        case unlike
        /// It has a typing error, or is not whole.
        case mistyped
        /// It is of that set, which is none of the vault's.
        case foreign(String)
        /// It is of that set, and those before it of another one.
        case mixed(String, with: String)
        /// That one is there already.
        case repeated(Int)
    }

    /// The names of the vault's sets; empty where they are not known.
    let known: [String]
    private(set) var shares: [Share] = []

    init(_ ways: [SlotOutline]) { known = ways.compactMap { $0.shares?.name } }

    /// How many it takes, by the first one.
    var threshold: Int? { shares.first?.threshold }
    var isComplete: Bool { threshold.map { shares.count >= $0 } ?? false }

    /// Takes one as it was typed or read.
    mutating func add(_ typed: borrowing SecretBytes) throws(Refusal) {
        let share: Share
        do throws(SecretsError) { share = try Share(typed) } catch {
            throw error == .authentication ? .mistyped : .unlike
        }
        if !known.isEmpty, !known.contains(share.name) { throw .foreign(share.name) }
        if let first = shares.first {
            guard first.set == share.set, first.threshold == share.threshold else {
                throw .mixed(share.name, with: first.name)
            }
        }
        guard !shares.contains(where: { $0.number == share.number }) else { throw .repeated(share.number) }
        shares.append(share)
    }

    /// What the shares give; as many as it takes, the first ones.
    func unlocking() throws(SecretsError) -> Unlocking {
        let key = try Share.key(of: Array(shares.prefix(threshold ?? 0)), for: Root.self)
        return .shares(try key.copy())
    }
}

extension ShareCollection {
    /// The refusal as a sentence; `name` says which share it is about.
    func words(_ refusal: Refusal, _ name: String) -> String {
        switch refusal {
        case .unlike: "\(name) is not a share: a share begins with LSSH-."
        case .mistyped: "\(name) has a typing error, or is not whole."
        case .foreign(let set):
            "\(name) is of the set \(set), which does not open this vault; "
                + (known.count == 1
                    ? "its shares are of the set \(known[0])."
                    : "its sets are \(known.joined(separator: ", ")).")
        case .mixed(let set, let first):
            "\(name) is of the set \(set), but the one before it is of the set \(first)."
        case .repeated(let number): "\(name) is share \(number), which was given already."
        }
    }
}
