package import Secrets

/// The most that a token may be which is created through the agent.
package struct Ceiling: Hashable, Sendable {
    /// The scopes that it may have some of; `nil` for any.
    package var scopes: Scopes?
    /// The longest that it may live; `nil` for ever.
    package var lifetime: CalendarDuration?

    /// Joins both.
    package init(scopes: Scopes? = nil, lifetime: CalendarDuration? = nil) {
        (self.scopes, self.lifetime) = (scopes, lifetime)
    }

    /// Whether it bounds nothing.
    package var isEmpty: Bool { scopes == nil && lifetime == nil }

    /// Both bounds, as the audit log and listings have them.
    package var words: String {
        let parts = [scopes.map { "scopes \($0.text)" }, lifetime.map { "lifetime \($0.text)" }]
        return isEmpty ? "none" : parts.compactMap(\.self).joined(separator: ", ")
    }

    /// In what a token would be above it.
    package enum Excess: Hashable, Sendable {
        /// These of its scopes are more than may be had, which are the others.
        case scopes(Scopes, allowed: Scopes)
        /// It would live longer than this.
        case lifetime(CalendarDuration)
    }

    /// In what a token that is created now would be above it; `nil` where it is not.
    package func excess(of wanted: Scopes, until expiry: Expiry, at now: Instant) -> Excess? {
        if let scopes, !scopes.covers(wanted) { return .scopes(scopes.lacking(of: wanted), allowed: scopes) }
        if let lifetime, expiry.moment.map({ $0 > lifetime.after(now) }) ?? true {
            return .lifetime(lifetime)
        }
        return nil
    }
}

extension Scopes {
    /// Those of `wanted` that are not among these.
    fileprivate func lacking(of wanted: Scopes) -> Scopes {
        guard case .only(let named) = wanted else { return wanted }
        return .only(named.filter { !covers(.only([$0.key: $0.value])) })
    }
}

extension Ceiling {
    /// The fields. Both are critical: who passes a bound over creates what it forbids.
    package var fields: NumberedFields {
        var fields = NumberedFields()
        fields[0x81] = scopes.map { Array($0.text.utf8) }
        if let lifetime { fields.set(0x82) { lifetime.encode(to: &$0) } }
        return fields
    }

    /// Reads the fields up to the end; throws `later` for bounds of a later version.
    package init(fieldsFrom reader: inout Reader) throws(SecretsError) {
        // Nothing is kept of what is not known: a ceiling is set as a whole.
        let fields = try NumberedFields(from: &reader, knowing: [0x81, 0x82])
        self.init(
            scopes: try fields.value(0x81, Scopes.init(restOf:)),
            lifetime: try fields.value(0x82, CalendarDuration.init(from:)))
    }
}
