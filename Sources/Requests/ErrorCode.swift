/// Why a verb failed, as scripts see it in JSON: a word that never changes. `Docs/ExitCodes.md` has them for people.
package enum ErrorCode: String, Sendable, CaseIterable {
    // MARK: The command line, its answer and its questions.
    case usage  // The command line is wrong, or asks for what cannot be.
    case inputNeeded = "input-needed"  // An answer is needed, and nobody can be asked.
    case declined  // A person answered no.
    case interrupted  // Ctrl-C at a prompt; or the connection to the provider broke.
    case differ  // A new passphrase and its repetition differed, three times.
    case empty  // A passphrase is empty.
    case keyFile = "key-file"  // The key file has the wrong size, or cannot be created.
    case share  // A share was mistyped, is of another set, or is missing.
    case sealing  // The system has not sealed or opened its credential.
    case unreadable  // A file cannot be read, or this user may not look for the vault.
    case fileExists = "file-exists"  // A file to be created already exists.
    case noFile = "no-file"  // A named file or program does not exist.
    case unwritable  // A file or the vault cannot be written.
    case notDurable = "not-durable"  // A file was replaced, and its folder cannot be synced.
    case ownFile = "own-file"  // An output is the vault, belongs to it, or unlocks it.
    case oneFile = "one-file"  // The template and the output of inject are one file.
    case mixed  // Token strings would go where the answer of --json goes.
    case terminal  // Token strings would stay on a terminal.
    case output  // The answer could not be written to standard output.
    case outputClosed = "output-closed"  // Nobody is reading standard output any more; exits silently.
    case string  // A token string cannot be written in JSON.
    case noHome = "no-home"  // This user has no home folder, and no variable names another place.
    case noMemory = "no-memory"  // No guarded memory is available.
    case noDescriptor = "no-descriptor"  // No file descriptor is left.
    case leaked  // A token string was found where leak looked for it.
    case unsearched  // Something that leak was to search could not be read.
    case unapplied  // The vault is not as the file of apply says.
    case traced  // Another process is tracing this one.

    // MARK: The vault and its files.
    case noVault = "no-vault"  // There is no vault at that path.
    case vaultExists = "vault-exists"  // There is already a vault at that path.
    case vaultGone = "vault-gone"  // The vault was moved away or deleted while it was open.
    case replaced  // Another file was put at the vault's path while it was open.
    case foreignFile = "foreign-file"  // The file is not a Lockstep vault, or was truncated.
    case newerVault = "newer-vault"  // The vault was written by a newer Lockstep.
    case wrongKey = "wrong-key"  // None of the given passphrases and keys opens the vault.
    case noSlot = "no-slot"  // No slot, or several, have that name.
    case lastSlot = "last-slot"  // The last way to unlock the vault cannot be removed.
    case slotTaken = "slot-taken"  // A slot has that name or that public key already.
    case newKeys = "new-keys"  // The vault was given new keys since it was unlocked.
    case altered  // The vault was altered or is damaged.
    case olderCopy = "older-copy"  // The vault is an older copy than this machine has seen.
    case notCompared = "not-compared"  // The vault was restored, and not compared with the provider since.
    case forked  // The vault is not the one that this machine saw last: a copy was changed elsewhere.
    case logCut = "log-cut"  // A reading log lacks entries that were certainly written.
    case unlogged  // The reading log cannot be written, so nothing is handed out.
    case outdated  // Another process or machine has changed the vault in the meantime.
    case unknownCommit = "unknown-commit"  // It is unknown whether the last change reached the vault.
    case exposed  // Others can read or write a file of the vault.
    case sharedFolder = "shared-folder"  // Others can write to a folder that the vault depends on.
    case foreignOwner = "foreign-owner"  // A file or folder of the vault belongs to another user.
    case notRegular = "not-regular"  // A link, folder or FIFO is where a file of the vault belongs.
    case foreignLog = "foreign-log"  // The log beside the vault belongs to another copy.
    case uncounted  // What this machine has seen of the vault cannot be read, or is not valid.
    case busy  // Another process held the vault too long, or the agent has too much to do.
    case diskFull = "disk-full"  // The disk is full, or a limit on it has been reached.
    case failed  // The vault, or the agent's worker, failed in another way.

    // MARK: Accounts, tokens and hand-outs.
    case noAccount = "no-account"  // There is no such account, or none yet.
    case noToken = "no-token"  // There is no such token.
    case noReceipt = "no-receipt"  // There is no receipt under that label.
    case wrongReceipt = "wrong-receipt"  // A receipt was altered or forged.
    case newerReceipt = "newer-receipt"  // A receipt was written by a newer Lockstep.
    case absent  // There is no such token or account in the vault.
    case conflict  // A label is in use, or something still depends on what was to be removed.
    case notActive = "not-active"  // The token is being created or revoked, so it cannot be rotated.
    case labelInUse = "label-in-use"  // The label is in use, or reserved by an unfinished operation.
    case accountInUse = "account-in-use"  // Tokens or operations still depend on the account.
    case known  // The vault has the token already.
    case ambiguous  // Several tokens at the provider match.
    case planOutdated = "plan-outdated"  // What a person agreed to has changed in the meantime.
    case overtaken  // Another process did it first.
    case otherAddress = "other-address"  // The named address is not the account's.
    case otherUser = "other-user"  // The account belongs to another user at the provider.
    case weakerToken = "weaker-token"  // The new provisioning token can do less than the present one.
    case expired  // The token's expiry has passed.
    case denied  // No grant lets the caller have the token, or nobody agreed.
    case handsOutOnly = "hands-out-only"  // The vault's agent only hands out and reads.
    case aboveCeiling = "above-ceiling"  // The token would be more than the agent may create or adopt.
    case tooManyChanges = "too-many-changes"  // The agent has reached its limit of changes an hour.
    case notManager = "not-manager"  // No rule lets the caller change the token, or any token.
    case unbound  // The token is not bound to that host.
    case unboundPath = "unbound-path"  // It is bound to paths on that host, and the request names none.
    case notBound = "not-bound"  // The token is not bound to the host that was to be removed.
    case plainHttp = "plain-http"  // The token would be sent over plain http.
    case gitRequest = "git-request"  // git does not say plainly where the token goes.
    case noDepositor = "no-depositor"  // The vault knows no depositor of that name.
    case depositorTaken = "depositor-taken"  // Another depositor has that name or that key.
    case tooMany = "too-many"  // A token has reached its limit of rules, hosts or older generations.
    case notHandedOut = "not-handed-out"  // The token is being created or revoked.
    case forOneRun = "for-one-run"  // The token was created for one run (run --mint), which alone gets it.
    case nul  // A token string contains a NUL byte.
    case noClipboard = "no-clipboard"  // No clipboard is available.
    case clipboard  // The clipboard did not accept the token string.
    case notCleared = "not-cleared"  // The process that clears the clipboard could not be started.
    case notWithheld = "not-withheld"  // What unlocks the vault cannot be kept from the command.
    case notStarted = "not-started"  // The command of run cannot be started.
    case notExecutable = "not-executable"  // The command of run cannot be executed.
    case notFound = "not-found"  // The command of run was not found.
    case docker  // What docker asks for cannot be done.
    case dockerServers = "docker-servers"  // The list of docker's servers cannot be read.

    // MARK: The agent.
    case noAgent = "no-agent"  // No agent is running, or it cannot be started.
    case locked  // The agent is locked.
    case foreignAgent = "foreign-agent"  // The agent's socket belongs to another user.
    case otherAgent = "other-agent"  // The running agent has a different version.
    case otherVault = "other-vault"  // The agent serves another vault.
    case otherIdle = "other-idle"  // The agent is running, and locks at other times.
    case agentBroken = "agent-broken"  // The process at the socket does not answer like an agent.
    case cutOff = "cut-off"  // The agent, or its worker, ended before it answered.
    case stoppedAgent = "stopped-agent"  // The agent's process is stopped, so it cannot answer.
    case heldElsewhere = "held-elsewhere"  // Another agent has the vault's keys.
    case hiddenAgent = "hidden-agent"  // The agent that has the vault's keys does not answer.
    case agentUnknown = "agent-unknown"  // It cannot be determined whether an agent has the vault's keys.
    case noWorker = "no-worker"  // The agent could not start a process for the request.
    case unsent  // The passphrase or key did not reach the agent in time.

    // MARK: The provider.
    case unreachable  // The provider cannot be reached.
    case unavailable  // The provider is unavailable.
    case nonsense  // The provider's answer cannot be understood.
    case helper  // lockstep-provider is missing, or cannot be used.
    case deadCredential = "dead-credential"  // The provider refuses the account's provisioning token.
    case missingScope = "missing-scope"  // The provisioning token lacks a scope.
    case forbidden  // The provider does not permit this to the account's user.
    case rejected  // The provider refuses the request.
    case throttled  // The provider accepts no more requests for now.

    // MARK: Operations: what failed, and what is still pending.
    case elsewhere  // Another process is working on it.
    case stopped  // It was interrupted, or is still running in another process.
    case unknownOutcome = "unknown-outcome"  // The provider did not say whether it created the token.
    case unreadableListing = "unreadable-listing"  // The token may be one that is listed and cannot be read.
    case grantedOtherwise = "granted-otherwise"  // The provider granted something else than requested.
    case unproven  // The provider refuses the token that it has just created.
    case unusableString = "unusable-string"  // The provider's answer contained no usable token string.
    case strayDeleted = "stray-deleted"  // A token whose answer was lost was found and deleted.
    case stillAlive = "still-alive"  // The provider says that it deleted the token, but still accepts it.
    case stillThere = "still-there"  // The provider says that it deleted the token, but still lists it.
    case vanished  // The token is no longer at the provider.
    case mismatch  // The token string does not belong to the token with that id.
    case superseded  // Another operation changed the token in the meantime.
    case abandoned  // The token was forgotten, so the operation was dropped.
    case impossible  // Lockstep saw an event where it cannot happen.
    case notScrubbed = "not-scrubbed"  // The vault's log cannot be cleaned yet: a process is reading it.
}
