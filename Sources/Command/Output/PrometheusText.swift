internal import Lifecycle
internal import Requests

/// Figures of a vault in the text format of Prometheus. `Docs/Metrics.md` has every name; none ever changes.
struct PrometheusText {
    /// The figures; `nil` where the vault could not be read.
    let figures: VaultMetrics?
    private let isUnlocked: Bool
    private let now: Instant

    init(_ figures: VaultMetrics?, isUnlocked: Bool, now: Instant) {
        (self.figures, self.isUnlocked, self.now) = (figures, isUnlocked, now)
    }

    /// All that names no token and no account.
    var plain: String {
        let general = [
            Family("up", "Whether the vault could be read.", figures == nil ? 0 : 1),
            Family("agent_unlocked", "Whether an agent holds the keys of the vault.", isUnlocked ? 1 : 0),
            Family("collected_timestamp_seconds", "When these figures were collected.", now.seconds),
        ]
        return (general + (figures.map(families) ?? [])).map(\.text).joined()
    }

    private func families(_ figures: VaultMetrics) -> [Family] {
        let provisioning = figures.accounts.compactMap { $0.token?.expiry.moment?.seconds }.min()
        return tokens(figures) + [
            Family(
                "provisioning_earliest_expiry_timestamp_seconds",
                "When the first provisioning token expires.",
                provisioning),
            Family(
                "provisioning_expiry_unknown", "Provisioning tokens whose expiry is unknown.",
                figures.accounts.count { $0.token == nil }),
            Family("rotations_due", "Tokens that a policy wants replaced by now.", figures.due),
            Family("rotations_overdue", "Tokens whose rotation is overdue.", figures.overdue),
            Family("operations_pending", "Operations in the journal that are not finished.", figures.pending),
            Family(
                "operations_held_up", "Pending operations that are held up or were interrupted.",
                figures.heldUp),
            Family("revocations_pending", "Pending operations that revoke a token.", figures.revocations),
            Family(
                "operations_watching", "Operations that only watch for a late request.", figures.watching),
            Family(
                "last_sync_timestamp_seconds",
                "When a sync on this machine last compared every account with its provider.",
                figures.lastSync?.seconds),
            Family(
                "hand_outs_total", "Tokens handed out on this machine, as far as its log goes back.",
                .counter, [("", Int64(clamping: figures.handOuts))]),
            Family(
                "vault_changes_total", "The counter of the vault, which every change raises.", .counter,
                [("", Int64(clamping: figures.changes))]),
        ]
    }

    private func tokens(_ figures: VaultMetrics) -> [Family] {
        let states = Record.State.allCases.map { ("state=\"\($0.name)\"", Int64(figures.count($0))) }
        let earliest = [("renewed=\"no\"", figures.earliest), ("renewed=\"yes\"", figures.earliestRenewed)]
            .compactMap { name, moment in moment.map { (name, $0.seconds) } }
        return [
            Family("tokens", "Tokens by state.", .gauge, states),
            Family("tokens_expired", "Active tokens whose expiry has passed.", figures.expired),
            Family("tokens_without_expiry", "Active tokens that never expire.", figures.eternal),
            Family(
                "earliest_expiry_timestamp_seconds",
                "When the first active token expires, by whether a policy renews it.", .gauge, earliest),
            Family(
                "earliest_expiry_seconds", "Seconds from the collection to that expiry.", .gauge,
                earliest.map { ($0.0, $0.1 - now.seconds) }),
        ]
    }
}

/// A metric: its samples under its description. One without a sample is left out.
struct Family {
    enum Kind: String { case gauge, counter }

    let name: String
    private let help: String
    private let kind: Kind
    private let samples: [(labels: String, value: String)]

    init(_ name: String, _ help: String, _ kind: Kind, _ samples: [(String, Int64)]) {
        (self.name, self.help, self.kind) = ("lockstep_\(name)", help, kind)
        self.samples = samples.map { ($0.0, String($0.1)) }
    }

    /// A gauge of one sample, or of none.
    init(_ name: String, _ help: String, _ value: (some BinaryInteger)?) {
        self.init(name, help, .gauge, value.map { [("", Int64(clamping: $0))] } ?? [])
    }

    /// What stands above the samples.
    var head: String { "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n" }

    /// All of it.
    var text: String {
        guard !samples.isEmpty else { return "" }
        return head
            + samples.map { "\(name)\($0.labels.isEmpty ? "" : "{\($0.labels)}") \($0.value)\n" }.joined()
    }
}

// Series that name tokens and accounts.

extension PrometheusText {
    private static let account = Family(
        "provisioning_expiry_timestamp_seconds", "When the provisioning token of an account expires.", .gauge,
        [])
    private static let token = Family(
        "token_expiry_timestamp_seconds", "When a token expires; +Inf for one that never does.", .gauge, [])

    /// What stands above the samples of tokens.
    static var tokenHead: String { token.head }

    /// The expiries of provisioning tokens, as far as they are known.
    static func accounts(_ accounts: [Account]) -> String {
        let samples = accounts.compactMap { account in
            account.token.map { token in
                "\(Self.account.name){account=\(quoted(account.name.text))} \(value(token.expiry))\n"
            }
        }
        return samples.isEmpty ? "" : Self.account.head + samples.joined()
    }

    /// The expiry of a token.
    static func sample(of view: TokenView) -> String {
        let record = view.record
        return "\(token.name){label=\(quoted(record.label.text)),account=\(quoted(view.account)),"
            + "generation=\"\(record.generation)\",state=\"\(record.state.name)\"} "
            + "\(value(record.token.expiry))\n"
    }

    private static func value(_ expiry: Expiry) -> String {
        expiry.moment.map { String($0.seconds) } ?? "+Inf"
    }

    /// The value of a label: the quotation mark, the backslash and the line end are escaped.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": quoted += "\\\\"
            case "\"": quoted += "\\\""
            case "\n": quoted += "\\n"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
