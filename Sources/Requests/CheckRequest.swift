package import Lifecycle

/// Whether anything in the vault needs a person, as monitoring asks: of tokens, of their provisioning tokens, of unfinished operations.
package struct CheckRequest: Hashable, Sendable {
    /// Only tokens and operations whose label one of these patterns fits, as shells write them; none for all.
    package var patterns: [String]
    /// None whose label one of these fits.
    package var excluded: [String]
    /// How long before its expiry a token is a warning, as a person writes it.
    package var warn: String
    /// The same for what is critical.
    package var critical: String
    /// Whether a token that never expires is a warning.
    package var warnsOfNever: Bool

    /// Where nobody says how soon is critical.
    package static let usualCritical = "3d"

    /// Describes what is asked for.
    package init(
        patterns: [String] = [], excluded: [String] = [], warn: String, critical: String,
        warnsOfNever: Bool = false
    ) {
        (self.patterns, self.excluded) = (patterns, excluded)
        (self.warn, self.critical, self.warnsOfNever) = (warn, critical, warnsOfNever)
    }
}

/// What a check found.
package struct CheckResult: Hashable, Sendable {
    /// How bad it is; the number is what a monitoring plugin exits with.
    package enum Severity: UInt8, Sendable, CaseIterable {
        case ok = 0
        case warning = 1
        case critical = 2
        /// It cannot be told.
        case unknown = 3

        /// What is worse has the higher one: that something cannot be told hides nothing that is certain.
        package var rank: Int {
            switch self {
            case .ok: 0
            case .unknown: 1
            case .warning: 2
            case .critical: 3
            }
        }
    }

    /// What needs a person, in the word that scripts see.
    package enum Kind: String, Sendable, CaseIterable {
        /// A token has expired, or soon will.
        case expired, expiring
        /// An account's provisioning token has expired or soon will, or nobody knows when.
        case account
        case unknownExpiry = "unknown-expiry"
        /// A revocation is held up: the token may still be valid.
        case revocation
        /// Another operation is held up, or was stopped in the middle.
        case heldUp = "held-up"
        /// A policy wanted the token to be replaced by now.
        case overdue
        /// A token never expires, and no policy replaces it; or an account's provisioning token never does.
        case never = "never-expires"
        case accountNever = "provisioning-never-expires"
    }

    /// One of them.
    package struct Finding: Hashable, Sendable {
        /// How bad it is.
        package let severity: Severity
        /// What it is.
        package let kind: Kind
        /// The token's label, or the account's name.
        package let label: String
        /// When it expires, was due, or was begun; `nil` where nobody knows.
        package let moment: Instant?
        /// The operation, where it is about one.
        package let pending: PendingView?

        /// Describes one.
        package init(
            _ severity: Severity, _ kind: Kind, _ label: String, _ moment: Instant?,
            pending: PendingView? = nil
        ) {
            (self.severity, self.kind, self.label) = (severity, kind, label)
            (self.moment, self.pending) = (moment, pending)
        }
    }

    /// How many there are of a kind and a severity.
    package struct Count: Hashable, Sendable {
        /// What.
        package let kind: Kind
        /// How bad.
        package let severity: Severity
        /// How many.
        package internal(set) var count: Int

        /// Counts some.
        package init(_ kind: Kind, _ severity: Severity, _ count: Int) {
            (self.kind, self.severity, self.count) = (kind, severity, count)
        }
    }

    /// Living tokens that were looked at.
    package var tokens = 0
    /// Those of them that a policy replaces in time: their expiry alone is nothing to look after.
    package var renewed = 0
    /// Those that never expire, and that no policy replaces.
    package var never = 0
    /// Unfinished operations that were looked at, and the revocations among them.
    package var pending = 0
    package var revocations = 0
    /// When the first of the tokens expires that no policy replaces in time.
    package var earliest: Instant?
    /// All that was found, counted.
    package internal(set) var counts: [Count] = []
    /// The worst of it first, then the earliest.
    package internal(set) var findings: [Finding] = []
    /// Patterns that no token's label fits.
    package var unmatched: [String] = []

    /// The most findings that are told one by one.
    package static let most = 100

    /// Nothing was found so far.
    package init() {}
}

extension CheckResult {
    /// The worst of all.
    package var severity: Severity {
        let found = counts.map(\.severity) + (unmatched.isEmpty ? [] : [.unknown])
        return found.max { $0.rank < $1.rank } ?? .ok
    }

    /// How many there are of a kind; of one severity where that is named.
    package func count(_ kind: Kind, _ severity: Severity? = nil) -> Int {
        counts.reduce(0) {
            $1.kind == kind && (severity.map { [severity = $1.severity] in severity == $0 } ?? true)
                ? $0 + $1.count : $0
        }
    }

    /// How many there are of everything.
    package var all: Int { counts.reduce(0) { $0 + $1.count } }

    /// Takes a finding: it is counted, and kept as long as there are not so many that are worse.
    package mutating func add(_ finding: Finding) {
        if let place = counts.firstIndex(where: {
            $0.kind == finding.kind && $0.severity == finding.severity
        }) {
            counts[place].count += 1
        } else {
            counts.append(Count(finding.kind, finding.severity, 1))
        }
        findings.append(finding)
        if findings.count >= 2 * CheckResult.most { cut() }
    }

    /// Puts the worst first, and drops those that are too many.
    package mutating func cut() {
        findings.sort { $0.isBefore($1) }
        findings = Array(findings.prefix(CheckResult.most))
    }
}

extension CheckResult.Finding {
    fileprivate func isBefore(_ other: CheckResult.Finding) -> Bool {
        guard severity == other.severity else { return severity.rank > other.severity.rank }
        let (one, two) = (moment?.seconds ?? .min, other.moment?.seconds ?? .min)
        return one == two ? label < other.label : one < two
    }
}
