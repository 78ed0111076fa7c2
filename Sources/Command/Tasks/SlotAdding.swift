internal import Glibc
internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service

/// Adds a way to unlock the vault.
struct SlotAdding {
    let context: Context
    let options: SlotOptions

    static let undone = "No slot was added."

    func run(_ word: String, _ value: String?) throws(Problem) {
        switch (word, value) {
        case (SlotKind.passphrase.word, nil): try passphrase()
        case (SlotKind.keyFile.word, let file?): try keyFile(file, .keyFile)
        case (SlotKind.twoFactor.word, let file?): try keyFile(file, .twoFactor)
        case (SlotKind.recovery.word, nil): try recovery()
        case (SlotKind.person.word, let key?): try person(key)
        case (SlotKind.shares.word, nil): try shares()
        case (SlotKind.system.word, nil): try system()
        case (SlotKind.keyFile.word, nil), (SlotKind.twoFactor.word, nil):
            throw .usage("Name the key file, or a new one.", hint: "lockstep slot add \(word) FILE")
        case (SlotKind.person.word, nil):
            throw .usage(
                "Name the public key.", hint: "The person or host prints it with: lockstep key")
        default:
            throw .usage(
                "There is no kind of slot \(Printable.quoted(word)) to add like that.",
                hint: "See: lockstep slot --help")
        }
    }

    private func passphrase() throws(Problem) {
        let derivation = try Derivation(options.derivation, context)
        let service = try room(for: .passphrase, cost: .interactive)
        let typed = try newPassphrase(context, options.newPassphraseFile, SlotAdding.undone)
        let cost = try derivation.get()
        try add(service, .opened(.passphrase(typed)), .passphrase, cost)
    }

    private func keyFile(_ file: String, _ kind: SlotKind) throws(Problem) {
        try context.requireKeyFileApart(file)
        let derivation = try Derivation(options.derivation, context)
        let service = try room(for: kind, cost: kind == .twoFactor ? .interactive : nil)
        let isNew = unsafe access(file, F_OK) != 0
        if isNew { try SecretFile.make(file, SlotAdding.undone) }
        do throws(Problem) {
            let key = try SecretFile.key(file, context.console)
            guard kind == .twoFactor else { return try add(service, .opened(.keyFile(key)), kind, .moderate) }
            let typed = try newPassphrase(context, options.newPassphraseFile, SlotAdding.undone)
            let factors = Factors(passphrase: typed, keyFile: key)
            try add(service, .opened(.both(factors)), kind, try derivation.get())
        } catch {
            // A key file that opens nothing would only mislead.
            if isNew { unsafe unlink(file) }
            throw error
        }
    }

    private func recovery() throws(Problem) {
        let keeping = RecoveryKeeping(
            context: context, file: options.recoveryFile, undone: SlotAdding.undone)
        try keeping.check()
        let service = try room(for: .recovery)
        let key = try keeping.draw()
        do throws(Problem) { try add(service, .recovery(key), .recovery, .moderate) } catch {
            keeping.takeBack()
            throw error
        }
    }

    private func person(_ text: String) throws(Problem) {
        let key: [UInt8]
        do throws(SecretsError) { key = try PersonKey.publicKey(from: text) } catch {
            throw .usage(
                error == .authentication
                    ? "The public key was mistyped: its digits do not fit together."
                    : "\(Printable.quoted(text)) is not a public key.",
                hint: "The person or host prints it with: lockstep key")
        }
        try add(try room(for: .person, key: key), .person(key), .person, .moderate)
    }

    /// The service, once the vault has room for the slot.
    func room(
        for kind: SlotKind, cost: PassphraseCost? = nil, key: [UInt8] = []
    ) throws(Problem) -> Service {
        let service = try context.service()
        try served { () throws(Failure) in
            try service.checkRoom(kind, name: options.name, cost: cost, key: key)
        }
        return service
    }

    func add(
        _ service: Service, _ new: consuming NewSlot, _ kind: SlotKind, _ cost: PassphraseCost
    ) throws(Problem) {
        let slot = try added(service, new, kind, cost)
        guard !context.options.json else { return try context.console.print(.slot(slot)) }
        context.console.note("Added a way to unlock the vault: \(SlotRow.words(slot)).")
    }

    /// What opens it is gone from memory when this returns.
    private func added(
        _ service: Service, _ new: consuming NewSlot, _ kind: SlotKind, _ cost: PassphraseCost
    ) throws(Problem) -> SlotOutline {
        let new = new
        return try served { () throws(Failure) in
            if kind.takesPassphrase { try service.checkRoom(kind, name: options.name, cost: cost) }
            return try service.add(new, kind, name: options.name, cost: cost)
        }
    }
}

/// A new passphrase: from a file, or from the person, twice.
func newPassphrase(_ context: Context, _ file: String?, _ undone: String) throws(Problem) -> SecretBytes {
    guard let file else {
        let typed = try context.terminal.newSecret(
            "New passphrase", undone, otherwise: "Give --new-passphrase-file.")
        context.warn(ofWeak: typed)
        return typed
    }
    let text = try SecretFile.text(file, "The new passphrase file", context.console)
    context.warn(ofWeak: text)
    return text
}
