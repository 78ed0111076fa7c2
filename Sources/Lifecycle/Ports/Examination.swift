/// What a thorough look at a damaged or suspicious vault found: everything that is wrong, and what is whole all the same.
package struct Examination: Hashable, Sendable {
    /// What is wrong, one entry a place; empty for a whole vault.
    package internal(set) var damages: [LedgerError] = []
    /// Living records that are proven to be the newest, with a string that opens.
    package var whole: [Record] = []
    /// Living records whose description opens, but which are not proven, or whose string or account does not open.
    package var damaged: [Record] = []
    /// Accounts whose description opens, but which are not proven, or whose provisioning token does not open.
    package var damagedAccounts: [Account] = []
    /// Rows whose description cannot be read any more, and rows that are missing.
    package var lost = 0
    /// How many ways to unlock the vault are whole.
    package var slots = 0
    /// How many entries the audit log has.
    package var entries = 0
    /// How many settings the vault has.
    package var settings = 0
    /// The vault's counter, and the highest that this machine has seen.
    package var counter: UInt64 = 0
    /// The highest counter that this machine has seen.
    package var newest: UInt64 = 0

    /// Starts with nothing found.
    package init() {}

    /// Takes in what is wrong, once for each code and place.
    package mutating func note(_ error: LedgerError) {
        if !damages.contains(error) { damages.append(error) }
    }

    /// Whether it is an older copy or another one, and nothing else is wrong that the vault does not open in spite of.
    package var canBeAccepted: Bool {
        let others = damages.filter { ![.older, .forked, .uncounted].contains($0.code) }
        return others.count < damages.count && others.allSatisfy(\.isTwice)
    }

    /// Whether all that is wrong stands whole in a second place.
    package var isOnlyTwice: Bool { !damages.isEmpty && damages.allSatisfy(\.isTwice) }

    /// Whether what is damaged keeps the rest from being used: nothing can be opened before it is mended.
    package var stopsAll: Bool {
        let parts: Set<LedgerError.Part> = [
            .slot, .head, .schema, .vault, .userVersion, .applicationID, .database, .file,
        ]
        return damages.contains { $0.code != .altered || parts.contains($0.part) }
    }
}

extension LedgerError {
    /// Whether it is of a place that stands in the vault twice.
    package var isTwice: Bool { code == .altered && [.first, .second].contains(part) }
}
