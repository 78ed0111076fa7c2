/// A rule that lets callers have a token, or change it. Every condition that it names has to hold; one that names none lets all.
package struct Grant: Hashable, Sendable {
    /// The most rules that a token may have.
    package static let most = 32
    /// The path of the caller's executable; `nil` for any.
    package var executable: String?
    /// The systemd unit that the caller belongs to; `nil` for any.
    package var unit: String?
    /// A pattern (fnmatch(3)) for the path of the caller's control group; `nil` for any.
    package var cgroup: String?
    /// Where a person is asked each time; `nil` where nobody is.
    package var confirmation: Confirming?
    /// Whether it is about changes of tokens: it counts for no hand-out then, and only such rules count for changes.
    package var manages: Bool
    /// The path of the one file that `run` executes with the token; `nil` for any use.
    package var into: String?
    /// Fields of a later version: kept as they are.
    package var others = NumberedFields()

    /// Where a person is asked.
    package enum Confirming: Hashable, Sendable {
        /// By the program that is set in the vault.
        case askpass
        /// On the terminal of whoever asks.
        case terminal
    }

    /// Describes a rule.
    package init(
        executable: String? = nil, unit: String? = nil, cgroup: String? = nil,
        confirmation: Confirming? = nil, manages: Bool = false, into: String? = nil
    ) {
        (self.executable, self.unit, self.cgroup) = (executable, unit, cgroup)
        (self.confirmation, self.manages, self.into) = (confirmation, manages, into)
    }

    /// The rule in the words of the command line.
    package var words: String {
        [
            manages ? "--manage" : nil, executable.map { "--exe \($0)" }, unit.map { "--unit \($0)" },
            cgroup.map { "--cgroup \($0)" }, into.map { "--into \($0)" },
            confirmation.map { $0 == .terminal ? "--confirm=terminal" : "--confirm" },
        ].compactMap(\.self).joined(separator: " ")
    }
}

/// What is done to the rules of a token.
package enum GrantChange: Hashable, Sendable {
    /// One more rule.
    case add(Grant)
    /// One rule less: its place, from 0.
    case remove(Int)
    /// No rule any more: every program of this user may have the token.
    case clear
}
