internal import Glibc

/// A rule that lets callers have a token. Every condition that it names has to hold; one that names none lets all have it.
package struct Grant: Hashable, Sendable {
    /// The most rules that a token may have.
    package static let most = 32
    /// The path of the caller's executable; `nil` for any.
    package var executable: String?
    /// The systemd unit that the caller belongs to; `nil` for any.
    package var unit: String?
    /// A pattern (fnmatch(3)) for the path of the caller's control group; `nil` for any.
    package var cgroup: String?
    /// Whether a person is asked each time.
    package var isConfirmed: Bool
    /// Fields of a later version: kept as they are.
    package var others = NumberedFields()

    /// Describes a rule.
    package init(
        executable: String? = nil, unit: String? = nil, cgroup: String? = nil, isConfirmed: Bool = false
    ) {
        self.executable = executable
        self.unit = unit
        self.cgroup = cgroup
        self.isConfirmed = isConfirmed
    }

    /// What the rules of a token say of a caller.
    package enum Verdict: Hashable, Sendable {
        /// It may have the token.
        case allowed
        /// It has to be challenged, since a rule names an executable.
        case unchallenged
        /// It may have it once a person has agreed.
        case unconfirmed
        /// It may not have it.
        case denied
    }

    /// One rule that holds is enough: first one that needs neither challenge nor person, then one that needs a challenge, then a
    /// person. Without any rule every caller of this user may have the token.
    package static func verdict(of grants: [Grant], on use: HandOutUse) -> Verdict {
        guard !grants.isEmpty else { return .allowed }
        let near = grants.filter { $0.fitsSurroundings(of: use) }
        let holding = near.filter { $0.fitsExecutable(of: use) }
        if holding.contains(where: { !$0.isConfirmed }) { return .allowed }
        if use.executable == .unasked, near.contains(where: { $0.executable != nil }) { return .unchallenged }
        guard !holding.isEmpty else { return .denied }
        return switch use.confirmation {
        case .given: .allowed
        case .unasked: .unconfirmed
        case .refused, .impossible, .tooMany: .denied
        }
    }

    /// Whether a rule could not be looked at, since the kernel does not say who the caller is.
    package static func areBlind(_ grants: [Grant], to use: HandOutUse) -> Bool {
        (use.executable == .unproven && grants.contains { $0.executable != nil })
            || (use.cgroup.isEmpty && grants.contains { $0.unit != nil || $0.cgroup != nil })
    }

    private func fitsExecutable(of use: HandOutUse) -> Bool {
        executable.map { use.executable == .proven($0) } ?? true
    }

    private func fitsSurroundings(of use: HandOutUse) -> Bool {
        (unit == nil || unit == use.caller.unit)
            && (cgroup.map { unsafe fnmatch($0, use.cgroup, 0) == 0 && !use.cgroup.isEmpty } ?? true)
    }

    /// The rule in the words of the command line.
    package var words: String {
        [
            executable.map { "--exe \($0)" }, unit.map { "--unit \($0)" }, cgroup.map { "--cgroup \($0)" },
            isConfirmed ? "--confirm" : nil,
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
