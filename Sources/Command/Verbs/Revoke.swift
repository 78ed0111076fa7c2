internal import Lifecycle
internal import Requests

/// Deletes tokens at the provider and purges them here; or does one of both.
struct RevokeOptions: VerbOptions {
    var isAll = false
    var isExpired = false
    var patterns: [String] = []
    var generation: String?
    var id: String?
    var prefix: String?
    var isForgotten = false
    var account: String?
    var isAgreed = false
    var keepsPolicy = false

    static let verb = Verb(
        Self.self, "revoke", aliases: ["rm"],
        summary: "delete tokens at the provider, verify it, and purge them here",
        operands: "LABEL...", .each(.label), count: 0...Int.max,
        flags: flags, notes: notes,
        examples: ["lockstep revoke ci", "lockstep revoke --matching 'ci-*' --yes"])

    func run(_ context: Context) throws(Problem) {
        guard !isForgotten || generation == nil else {
            throw .usage("--forget drops all generations of a label: leave out --generation.")
        }
        guard !isForgotten || id == nil && prefix == nil else {
            throw .usage("--forget takes labels: a token that is not in the vault has no record to drop.")
        }
        guard !keepsPolicy || id == nil && prefix == nil else {
            throw .usage("A token that is not in the vault has no policy to keep.")
        }
        if let name = try Context.remoteName(id: id, prefix: prefix) {
            return try UnmanagedRevoking(context: context, options: self).run(name)
        }
        if isForgotten { return try Forgetting(context: context, options: self).run() }
        try Revoking(context: context, isAgreed: isAgreed, keepsPolicies: keepsPolicy).run(
            TokenSelection(
                labels: filters || account != nil
                    ? try context.labels() : try context.labelsOrPicked("Which token should be revoked?"),
                isAll: isAll, patterns: patterns, isExpired: isExpired,
                generation: try Context.generation(generation), account: account))
    }

    /// Whether filters choose tokens, beside labels.
    var filters: Bool { isAll || isExpired || !patterns.isEmpty }
}
