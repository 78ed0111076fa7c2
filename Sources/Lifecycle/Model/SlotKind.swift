package import Secrets

/// What a way to unlock the vault takes. The numbers stand in the vault and never change.
package enum SlotKind: UInt8, Hashable, Sendable, CaseIterable, Coded {
    /// A passphrase.
    case passphrase = 1
    /// The 32 bytes of a key file.
    case keyFile = 2
    /// The key that is kept on paper.
    case recovery = 3
    /// A passphrase and a key file together: neither opens it alone.
    case twoFactor = 4
    /// Enough of so many shares.
    case shares = 5
    /// The private key of a person or a host, whose public key was added.
    case person = 6
    /// A credential that the system keeps.
    case system = 7

    /// Whether what opens it is typed, and can be changed.
    package var takesPassphrase: Bool { self == .passphrase || self == .twoFactor }
}

/// A way to unlock the vault, as it stands there for everybody to read: nothing in it is secret.
package struct SlotOutline: Hashable, Sendable {
    /// Its id.
    package var id: SlotID
    /// What it takes; `nil` for what a later version knows.
    package var kind: SlotKind?
    /// How hard its passphrase is to try; `nil` where it takes none.
    package var cost: PassphraseCost?
    /// The public key of a person or a host; empty for every other kind.
    package var publicKey: [UInt8]
    /// Whether it comes from a vault of format 1, all of whose slots open the same key.
    package var isCarried = false
    /// What it is called, and since when it is there; `nil` where the vault was made with it.
    package var note: SlotNote?
    /// The shares that open it; `nil` for every other kind.
    package var shares: ShareSet?
    /// What the system sealed; empty for every other kind.
    package var credential: [UInt8] = []

    /// Describes a slot.
    package init(
        _ id: SlotID, _ kind: SlotKind?, cost: PassphraseCost? = nil, publicKey: [UInt8] = [],
        note: SlotNote? = nil
    ) {
        (self.id, self.kind, self.cost) = (id, kind, cost)
        (self.publicKey, self.note) = (publicKey, note)
    }
}
