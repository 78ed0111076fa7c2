/// Why the vault did not do as asked; nothing was changed.
package struct LedgerError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    package enum Code: UInt8, Sendable, CaseIterable {
        /// There is no vault at that place.
        case missing = 1
        /// There is a vault already.
        case exists = 2
        /// The file is no vault, or is cut short.
        case foreign = 3
        /// The vault was written by a newer Lockstep.
        case newer = 4
        /// No slot opens with what was given.
        case wrongKey = 5
        /// Something in the vault was altered, moved, deleted or put back.
        case altered = 6
        /// The file is older than the newest one that this machine has seen.
        case older = 7
        /// Another process held the vault for too long.
        case busy = 8
        /// A label is taken, or something still depends on what was to go.
        case conflict = 9
        /// No such record or account.
        case absent = 10
        /// The record is not in a state to be handed out.
        case refused = 11
        /// The disk is full.
        case full = 12
        /// The place cannot be written: read-only, or not permitted.
        case unwritable = 13
        /// A file of the vault can be read or written by others.
        case exposed = 14
        /// SQLite or libsodium failed in a way that is none of these.
        case failed = 15
        /// No grant lets this caller have the token, or a person said no.
        case denied = 16
        /// A person has to be asked first.
        case unconfirmed = 17
        /// The counter outside the vault cannot be read, or holds no number: an older copy would not be noticed.
        case uncounted = 20
        /// Others may write to a folder that has to be this user's.
        case sharedFolder = 21
        /// A file or folder belongs to another user.
        case foreignOwner = 22
        /// What lies beside the vault under a name of its own is a link, a folder or the like.
        case notRegular = 23
        /// The log beside the vault belongs to another copy of it.
        case foreignLog = 24
        /// The token's expiry has passed.
        case expired = 35
        /// The token's expiry has passed, and whether this machine's clock is kept right has to be looked at first.
        case perhapsExpired = 37
        /// There may be a vault, and this user may not look.
        case unreadable = 36
        /// A rule names an executable: the caller has to be challenged first.
        case unchallenged = 40
        /// Another file lies at the path of the one that is open.
        case replaced = 45
        /// The file that is open was moved away or deleted.
        case gone = 46
        /// The token is not bound to the host that it would be sent to.
        case unbound = 30
        /// The vault went another way than the one that this machine has seen: a copy was changed elsewhere, and put here.
        case forked = 50
        /// The reading log cannot be written: nothing is handed out.
        case unlogged = 51
        /// A reading log lacks what was known to be durable.
        case logCut = 52
        /// Somebody else has changed the vault meanwhile: what was read is not the newest.
        case outdated = 53
        /// Whether the commit was made could not be told.
        case unknown = 54
    }

    /// The kind.
    package var code: Code
    /// What it happened to.
    package var part: Part
    /// When a token expired, for `expired`.
    package var moment: Instant?
    /// The file or folder that it happened to, for people, where it is not the vault itself.
    package var path: String?

    /// Whether nothing failed so far: it takes a person, or a proof, to go on.
    package var isQuestion: Bool {
        [.unconfirmed, .unchallenged, .perhapsExpired].contains(code) && !isForAsker
    }

    /// Whether it is for the asker to answer, who asks again then: nobody waits for it.
    package var isForAsker: Bool { code == .unconfirmed && [.terminal, .into].contains(part) }

    /// Describes a failure.
    package init(_ code: Code, _ part: Part = .unspecified) {
        (self.code, self.part) = (code, part)
    }

    /// The same failure, of a file or folder.
    package func at(_ path: String) -> LedgerError {
        var error = self
        error.path = path
        return error
    }
}
