extension Policy {
    /// All of it in a line, for the log.
    package var words: String {
        let parts = [
            lifetime.map { "lifetime \($0.text)" }, lifetime == nil ? nil : "renew \(renewal.words)",
            overlap == Policy.usualOverlap
                ? nil : "overlap \(CalendarDuration(seconds: Int64(overlap)).text)",
            owner.isEmpty ? nil : "owner \(owner)", purpose.isEmpty ? nil : "purpose \(purpose)",
            tags.isEmpty ? nil : "tags \(tags.joined(separator: " "))",
        ].compactMap(\.self)
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }
}

extension Policy.Renewal {
    /// As a person writes it.
    package var words: String {
        switch self {
        case .twoThirds: "2/3"
        case .percent(let percent): "\(percent)%"
        case .never: "never"
        }
    }
}
