internal import Lifecycle
internal import Requests

/// What is to be set, once it is read; `nil` for what stays as it is.
struct ReadSettings {
    private(set) var auditKeep: Int64?
    private(set) var isHandsOutOnly: Bool?
    private(set) var changesAnHour: Int?
    private(set) var ceiling = Bounds()
    private(set) var backup: String??

    /// Of a ceiling: each may stay as it is, or be set to nothing.
    struct Bounds {
        var scopes: Scopes??
        var lifetime: CalendarDuration??
    }

    /// Throws `unusable`.
    init(_ change: SettingsChange, now: Instant) throws(Failure) {
        auditKeep = try change.auditKeep.map { text throws(Failure) in
            try ReadSettings.keep(text, now: now)
        }
        isHandsOutOnly = try change.handsOutOnly.map { text throws(Failure) in
            guard ["on", "off"].contains(text) else { throw .unusable(.setting(.toggle(text))) }
            return text == "on"
        }
        changesAnHour = try change.changesAnHour.map { text throws(Failure) in
            guard let most = Int(text), ChangeSettings.changesAnHour.contains(most), String(most) == text
            else { throw .unusable(.setting(.changes(text))) }
            return most
        }
        backup = change.backup.map { $0 == "none" ? nil : $0 }
        ceiling.scopes = try change.ceiling.map { text throws(Failure) in
            text == "none" ? nil : try ScopeGrammar.scopes(text)
        }
        ceiling.lifetime = try change.maxLifetime.map { text throws(Failure) in
            guard text != "none" else { return nil }
            guard let most = TimeGrammar.duration(text), most.seconds > 0 || most.months > 0 else {
                throw .unusable(.setting(.lifetime(text)))
            }
            return most
        }
    }

    private static func keep(_ text: String, now: Instant) throws(Failure) -> Int64 {
        guard let duration = TimeGrammar.duration(text) else { throw .unusable(.time(.keep(text))) }
        // A year by the calendar, from now on.
        let seconds = duration.after(now).seconds - now.seconds
        guard (AuditKeep.least...AuditKeep.most).contains(seconds) else {
            throw .unusable(.time(.keep(text)))
        }
        return seconds
    }
}
