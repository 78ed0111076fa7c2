internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets
internal import Service

/// Changes a passphrase: the old slot goes in one change with the new one.
struct PassphraseChange {
    let context: Context
    let options: PasswdOptions

    private static let undone = "The passphrase was not changed."

    func run() throws(Problem) {
        let derivation = try Derivation(options.derivation, context)
        let (slot, left) = try change(context.service(), derivation)
        if context.options.json { try context.console.print(.slot(slot)) }
        context.console.note("The passphrase is changed; the old one no longer opens the vault.")
        context.console.note(
            "Copies of the vault that were made before still open with the old one. An unlocked agent stays "
                + "unlocked.")
        if let left { throw Problem(left) }
    }

    /// The slot as it is now, and what is left to do. What was typed is gone from memory when this returns.
    private func change(
        _ service: Service, _ derivation: Derivation
    ) throws(Problem) -> (SlotOutline, left: Failure?) {
        let old = try served { () throws(Failure) in try service.passphraseSlot(named: options.slot) }
        // Before the person is asked.
        if old.kind == .twoFactor { _ = try keyFile() }
        let new = try new(old, newPassphrase(context, options.newPassphraseFile, PassphraseChange.undone))
        let cost = try options.derivation == nil ? PassphraseChange.usual(old) : derivation.get()
        return try served { () throws(Failure) in
            try service.checkRoom(old.kind ?? .passphrase, name: nil, cost: cost, replacing: old)
            let left = try service.replace(old, with: new, cost: cost)
            return (try service.passphraseSlot(named: old.name), left)
        }
    }

    private func new(_ old: SlotOutline, _ typed: consuming SecretBytes) throws(Problem) -> NewSlot {
        guard old.kind == .twoFactor else { return .opened(.passphrase(typed)) }
        return .opened(.both(Factors(passphrase: typed, keyFile: try keyFile())))
    }

    /// What the old one cost, and no less than is usual.
    private static func usual(_ old: SlotOutline) -> PassphraseCost {
        guard let cost = old.cost, cost.work > PassphraseCost.moderate.work else { return .moderate }
        return cost
    }

    /// The other half of a slot that takes both.
    private func keyFile() throws(Problem) -> SecretBytes {
        guard let file = context.options.keyFile ?? Environment.value("LOCKSTEP_KEY_FILE") else {
            throw .usage(
                "This passphrase goes with a key file, which has to be named, too.",
                hint: "lockstep passwd --key-file FILE")
        }
        return try SecretFile.key(file, context.console)
    }
}
