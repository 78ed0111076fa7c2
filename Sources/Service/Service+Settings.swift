package import Lifecycle
package import Requests

extension Service {
    /// What is set in the vault.
    package func settings() throws(Failure) -> VaultSettings {
        let changes = try changeSettings()
        return try reading { () throws(LedgerError) in
            let kept = try vault.setting(.auditKeep)
            let (program, hook) = (try vault.setting(.askpass), try vault.setting(.hook))
            return VaultSettings(
                auditKeep: AuditKeep.seconds(in: kept) ?? AuditKeep.usual,
                askpass: program.map { String(decoding: $0, as: UTF8.self) },
                hook: hook.map { String(decoding: $0, as: UTF8.self) }, changes: changes,
                backup: try vault.setting(.backup).map { String(decoding: $0, as: UTF8.self) })
        }
    }

    /// Sets what a person wants to be set, all of it or nothing. Throws `unusable`.
    package func set(_ change: SettingsChange) throws(Failure) {
        let wanted = try ReadSettings(change, now: now)
        var changes: [Change] = []
        if let keep = wanted.auditKeep, let text = change.auditKeep {
            changes.append(set(.auditKeep, to: AuditKeep.value(keep), "audit-keep: \(text)"))
        }
        if let isOn = wanted.isHandsOutOnly {
            changes.append(set(handsOutOnly: isOn))
        }
        if let most = wanted.changesAnHour {
            changes.append(
                set(
                    .changesAnHour, to: ChangeSettings.value(changesAnHour: most), "changes-per-hour: \(most)"
                ))
        }
        if wanted.ceiling.scopes != nil || wanted.ceiling.lifetime != nil {
            let ceiling = try ceiling(wanted.ceiling)
            changes.append(
                set(.ceiling, to: ChangeSettings.value(ceiling: ceiling), "ceiling: \(ceiling.words)"))
        }
        if let folder = wanted.backup {
            changes.append(set(.backup, to: folder.map { Array($0.utf8) }, "backup: \(folder ?? "none")"))
        }
        guard !changes.isEmpty else { return }
        try reading { () throws(LedgerError) in try commit(changes) }
    }

    /// The ceiling once that is set; where both bounds are named, what it is now does not matter.
    private func ceiling(_ wanted: ReadSettings.Bounds) throws(Failure) -> Ceiling {
        var ceiling = Ceiling()
        if wanted.scopes == nil || wanted.lifetime == nil { ceiling = try changeSettings().ceiling }
        if let scopes = wanted.scopes { ceiling.scopes = scopes }
        if let lifetime = wanted.lifetime { ceiling.lifetime = lifetime }
        return ceiling
    }

    /// Throws what makes it unusable, before anything is opened.
    package static func check(_ change: SettingsChange, now: Instant) throws(Failure) {
        _ = try ReadSettings(change, now: now)
    }

    /// Sets whether the agent only hands out and looks.
    package func setHandsOutOnly(_ isOn: Bool) throws(Failure) {
        try reading { () throws(LedgerError) in try commit([set(handsOutOnly: isOn)]) }
    }

    /// Sets the program that asks a person, or none.
    package func setAskpass(_ program: String?) throws(Failure) {
        try reading { () throws(LedgerError) in
            try commit([
                set(.askpass, to: program.map { Array($0.utf8) }, "askpass: \(program ?? "none")")
            ])
        }
    }

    /// Sets the program that the agent tells of what it does, or none.
    package func setHook(_ program: String?) throws(Failure) {
        try reading { () throws(LedgerError) in
            try commit([set(.hook, to: program.map { Array($0.utf8) }, "hook: \(program ?? "none")")])
        }
    }

    /// Changes the vault's rules on who may change tokens.
    package func changeManagers(_ change: GrantChange) throws(Failure) {
        // Those that cannot be read can be taken away.
        var rules = change == .clear ? [] : try changeSettings().managers
        let words: String
        switch change {
        case .add(let rule):
            guard rules.count < Grant.most else { throw .tooManyRules }
            if !rules.contains(rule) { rules.append(rule) }
            words = rule.words
        case .remove(let place):
            guard rules.indices.contains(place) else { throw .noRule(nil) }
            words = "without \(rules.remove(at: place).words)"
        case .clear: words = "none"
        }
        let value = ChangeSettings.value(managers: rules)
        try reading { () throws(LedgerError) in
            try commit([set(.managers, to: value, "managers: \(words)")])
        }
    }

    private func set(handsOutOnly isOn: Bool) -> Change {
        set(
            .handsOutOnly, to: ChangeSettings.value(handsOutOnly: isOn),
            "hands-out-only: \(isOn ? "on" : "off")")
    }

    func set(_ name: SettingName, to value: [UInt8]?, _ detail: String) -> Change {
        .set(
            name, to: value,
            noting: AuditEntry(
                .settingChanged, time: now, label: "", detail: detail, caller: conditions.origin.caller,
                interface: conditions.origin.interface))
    }
}
