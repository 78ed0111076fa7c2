internal import Lifecycle
internal import Requests

/// Policies, as people write them.
enum PolicyGrammar {
    /// The shortest lifetime, in seconds: what is shorter would be renewed all the time.
    private static let least: Int64 = 300

    /// What is decided once these words are taken in. Throws `unusable`.
    static func policy(_ words: PolicyWords, on present: Policy?, now: Instant) throws(Failure) -> Policy {
        var policy = words.isCleared ? Policy() : present ?? Policy()
        policy.isKept = present?.isKept ?? false
        if let text = words.lifetime { policy.lifetime = try lifetime(text, now) }
        if let text = words.renewal { policy.renewal = try renewal(text) }
        if let text = words.overlap { policy.overlap = try overlap(text) }
        if let owner = words.owner.map(PolicyGrammar.orNone) {
            guard Policy.isText(owner, most: Policy.most.owner) else { throw .unusable(.policy(.owner)) }
            policy.owner = owner
        }
        if let purpose = words.purpose.map(PolicyGrammar.orNone) {
            guard Policy.isText(purpose, most: Policy.most.purpose) else {
                throw .unusable(.policy(.purpose))
            }
            policy.purpose = purpose
        }
        try set(words, of: &policy)
        // Without a lifetime a person would wait in vain.
        guard policy.lifetime != nil || words.renewal == nil || policy.renewal == .never else {
            throw .unusable(.policy(.noLifetime))
        }
        return policy
    }

    /// Throws what is wrong with the words, whatever is decided by now.
    static func check(_ words: PolicyWords, now: Instant) throws(Failure) {
        var present = Policy()
        present.lifetime = words.lifetime == nil ? CalendarDuration(seconds: least) : nil
        var words = words
        words.isCleared = false
        _ = try policy(words, on: present, now: now)
    }

    /// `none` takes an owner or a purpose away.
    private static func orNone(_ text: String) -> String { text == "none" ? "" : text }

    private static func lifetime(_ text: String, _ now: Instant) throws(Failure) -> CalendarDuration? {
        guard text != "none" else { return nil }
        guard let lifetime = TimeGrammar.duration(text), lifetime.after(now) >= now.advanced(by: least) else {
            throw .unusable(.policy(.lifetime(text)))
        }
        // What the provider would take for never.
        _ = try TimeGrammar.expiry(text, now: now)
        return lifetime
    }

    private static func renewal(_ text: String) throws(Failure) -> Policy.Renewal {
        switch text {
        case "never": return .never
        case "2/3": return .twoThirds
        default:
            guard text.hasSuffix("%"), let percent = UInt8(text.dropLast()), "\(percent)%" == text,
                Policy.percents.contains(percent)
            else { throw .unusable(.policy(.renewal(text))) }
            return .percent(percent)
        }
    }

    private static func overlap(_ text: String) throws(Failure) -> UInt32 {
        guard let overlap = TimeGrammar.duration(text), overlap.months == 0,
            overlap.seconds <= Policy.mostOverlap
        else { throw .unusable(.policy(.overlap(text))) }
        return UInt32(clamping: overlap.seconds)
    }

    private static func set(_ words: PolicyWords, of policy: inout Policy) throws(Failure) {
        for tag in words.tags + words.lost where !Policy.isTag(tag) { throw .unusable(.policy(.tag(tag))) }
        if let tag = words.tags.first(where: words.lost.contains) { throw .unusable(.policy(.bothWays(tag))) }
        policy.setTags(Set(policy.tags).union(words.tags).subtracting(words.lost))
        guard policy.tags.count <= Policy.mostTags else { throw .unusable(.policy(.tooManyTags)) }
    }
}
