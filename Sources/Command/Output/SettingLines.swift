internal import Lifecycle
internal import Requests

extension VaultSettings {
    /// Each setting as a person reads it.
    var lines: [(String, String)] {
        [
            ("audit-keep", Times.span(auditKeep)), ("askpass", askpass ?? "none"),
            ("hook", hook ?? "none"),
            ("hands-out-only", changes.isHandsOutOnly ? "on" : "off"),
            ("ceiling", changes.ceiling.scopes.map(TokenRow.words) ?? "none"),
            ("max-lifetime", changes.ceiling.lifetime?.text ?? "none"),
            ("changes-per-hour", String(changes.changesAnHour)),
            (
                "managers",
                changes.managers.isEmpty ? "any" : changes.managers.map(\.words).joined(separator: "; ")
            ), ("backup", backup ?? "none"),
        ]
    }
}
