internal import Secrets

/// What is set in a vault about changes of tokens: what may be asked of its agent, and by whom.
package struct ChangeSettings: Hashable, Sendable {
    /// Whether the agent only hands out and looks.
    package var isHandsOutOnly = false
    /// The most that a token may be which is created through the agent.
    package var ceiling = Ceiling()
    /// How many changes an hour the agent makes.
    package var changesAnHour = ChangeSettings.usualChangesAnHour
    /// The rules that say who may change tokens; none for every caller of this user.
    package var managers: [Grant] = []

    /// Where the vault says nothing.
    package static let usualChangesAnHour = 60
    /// How many changes an hour can be set.
    package static let changesAnHour = 1...1000

    /// What holds where nothing is set.
    package init() {}

    /// Reads the values of the settings. One that is there and cannot be read is thrown, `newer` or `altered`: it may forbid what is asked for.
    package init(reading value: (SettingName) throws(LedgerError) -> [UInt8]?) throws(LedgerError) {
        let handsOutOnly = try value(.handsOutOnly)
        let (ceiling, most, managers) = (
            try value(.ceiling), try value(.changesAnHour), try value(.managers)
        )
        do throws(SecretsError) {
            isHandsOutOnly = try handsOutOnly.map(ChangeSettings.handsOutOnly(in:)) ?? false
            self.ceiling = try ceiling.map(ChangeSettings.ceiling(in:)) ?? Ceiling()
            changesAnHour =
                try most.map(ChangeSettings.changesAnHour(in:)) ?? ChangeSettings.usualChangesAnHour
            self.managers = try managers.map(ChangeSettings.rules(in:)) ?? []
        } catch { throw LedgerError(error == .later ? .newer : .altered, .setting) }
    }

    // MARK: The values of the settings: `nil` for what holds without one

    /// Whether the agent only hands out: the one byte 1.
    package static func value(handsOutOnly: Bool) -> [UInt8]? { handsOutOnly ? [1] : nil }

    /// The most that a token may be.
    package static func value(ceiling: Ceiling) -> [UInt8]? { ceiling.isEmpty ? nil : ceiling.fields.bytes }

    /// How many changes an hour: 32 bits.
    package static func value(changesAnHour most: Int) -> [UInt8]? {
        guard most != usualChangesAnHour else { return nil }
        var writer = Writer()
        writer.number(UInt32(clamping: most))
        return writer.bytes
    }

    /// Rules, as a label has them.
    package static func value(managers: [Grant]) -> [UInt8]? {
        managers.isEmpty ? nil : Grant.encoded(managers)
    }

    private static func handsOutOnly(in value: [UInt8]) throws(SecretsError) -> Bool {
        guard value == [1] else { throw .malformed }
        return true
    }

    private static func ceiling(in value: [UInt8]) throws(SecretsError) -> Ceiling {
        var reader = Reader(value)
        let ceiling = try Ceiling(fieldsFrom: &reader)
        guard !ceiling.isEmpty else { throw .malformed }
        return ceiling
    }

    private static func changesAnHour(in value: [UInt8]) throws(SecretsError) -> Int {
        var reader = Reader(value)
        let most: UInt32 = try reader.number()
        try reader.end()
        guard changesAnHour.contains(Int(most)) else { throw .malformed }
        return Int(most)
    }

    private static func rules(in value: [UInt8]) throws(SecretsError) -> [Grant] {
        var reader = Reader(value)
        let rules = try Grant.list(from: &reader)
        try reader.end()
        guard rules.allSatisfy(\.manages) else { throw .malformed }
        return rules
    }
}
