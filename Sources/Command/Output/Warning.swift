internal import Requests

/// What a warning is about, as scripts see it: a word that never changes. `Docs/ExitCodes.md` has them for people.
package enum WarningCode: String, Sendable, CaseIterable {
    // MARK: This machine.
    case dumpable  // Core dumps of this program cannot be forbidden.
    case tracingUnknown = "tracing-unknown"  // Whether another process traces this one cannot be told.
    case unlockedMemory = "unlocked-memory"  // Memory cannot be locked.
    case fileOnDisk = "file-on-disk"  // A file that is kept up to date is not in memory.
    case readableSecret = "readable-secret"  // Others can read the passphrase file or key file.
    case networkVariables = "network-variables"  // Variables decide how the provider is reached.

    // MARK: What leak could not search.
    case unreadable  // Files or folders cannot be read.
    case compressed  // Files are compressed.
    case links  // Links are not followed.
    case special  // Pipes, sockets and devices are not read.
    case nothingSearched = "nothing-searched"  // There was nothing to search, or nothing to look for.
    case incomparable  // Of some strings, only the beginning can be looked for.

    // MARK: The vault.
    case firstSeen = "first-seen"  // This machine has not seen the vault before.
    case weakPassphrase = "weak-passphrase"  // A new passphrase is easily guessed.
    case uncounted  // The state folder cannot be written.
    case damaged  // A slot, or one of the two copies of slots and head, is damaged.
    case sharedSlots = "shared-slots"  // Slots of version 1 have one secret, which old copies lead to.
    case unlogged  // A token was handed out, and no log has it.

    // MARK: Accounts and tokens.
    case cannotCreate = "cannot-create"  // The provisioning token cannot create tokens.
    case restrictedUser = "restricted-user"  // The provisioning token is a restricted user's.
    case expiresSoon = "expires-soon"  // The provisioning token expires soon.
    case unreadableToken = "unreadable-token"  // A listed token cannot be understood.
    case expired  // A token was handed out whose expiry has passed by a clock that may be wrong.
    case notExpired = "not-expired"  // The provider honours a token that has expired by this clock.
    case notRevoked = "not-revoked"  // A token that was made for one run is not revoked yet.
    case oldLabel = "old-label"  // An adopted token keeps its label at the provider.
}

/// Something that does not keep a verb from going on, for people and for scripts. It carries no secret.
package struct Warning: Hashable, Sendable {
    /// A stable word, for scripts.
    package let code: String
    /// What is not as it should be, and what to do: a sentence.
    package var message: String

    /// Describes a warning.
    package init(_ code: WarningCode, _ message: String) {
        (self.code, self.message) = (code.rawValue, message)
    }

    /// Warns of a problem with an agent that is passed over: the code is the problem's own.
    init(passingOver problem: Problem) {
        code = problem.code.rawValue
        message = "\(problem.message) The vault is opened without it. \(problem.hint)"
    }

    /// The warning for scripts.
    var json: JSON { Message.warning(code: code, message: message).json }
}
