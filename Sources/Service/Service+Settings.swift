package import Lifecycle
package import Requests

extension Service {
    /// What is set in the vault.
    package func settings() throws(Failure) -> VaultSettings {
        let changes = try changeSettings()
        return try reading { () throws(LedgerError) in
            let kept = try vault.setting(.auditKeep)
            let program = try vault.setting(.askpass)
            return VaultSettings(
                auditKeep: AuditKeep.seconds(in: kept) ?? AuditKeep.usual,
                askpass: program.map { String(decoding: $0, as: UTF8.self) }, changes: changes)
        }
    }

    /// Sets how long a machine keeps its hand-outs, as a person writes it. Throws `unusable`.
    package func keepAudit(for text: String) throws(Failure) {
        let seconds = try Service.keep(text, now: now)
        try set(.auditKeep, to: AuditKeep.value(seconds), "audit-keep: \(text)")
    }

    /// Throws what makes a time to keep hand-outs unusable, before anything is opened.
    package static func checkKeep(_ text: String, now: Instant) throws(Failure) {
        _ = try keep(text, now: now)
    }

    /// Sets the program with which the agent asks a person, or none.
    package func setAskpass(_ program: String?) throws(Failure) {
        try set(.askpass, to: program.map { Array($0.utf8) }, "askpass: \(program ?? "none")")
    }

    /// Sets whether the agent only hands out and looks.
    package func setHandsOutOnly(_ isOn: Bool) throws(Failure) {
        try set(
            .handsOutOnly, to: ChangeSettings.value(handsOutOnly: isOn),
            "hands-out-only: \(isOn ? "on" : "off")")
    }

    /// Sets the most that a token may be which is created through the agent; an empty ceiling bounds nothing.
    package func setCeiling(_ ceiling: Ceiling) throws(Failure) {
        try set(.ceiling, to: ChangeSettings.value(ceiling: ceiling), "ceiling: \(ceiling.words)")
    }

    /// Sets how many changes an hour the agent makes.
    package func setChangesAnHour(_ most: Int) throws(Failure) {
        try set(.changesAnHour, to: ChangeSettings.value(changesAnHour: most), "changes-per-hour: \(most)")
    }

    private func set(_ name: SettingName, to value: [UInt8]?, _ detail: String) throws(Failure) {
        let entry = AuditEntry(
            .settingChanged, time: now, label: "", detail: detail, caller: conditions.origin.caller,
            interface: conditions.origin.interface)
        try reading { () throws(LedgerError) in try commit([.set(name, to: value, noting: entry)]) }
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
