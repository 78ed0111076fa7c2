internal import Secrets

/// The private half of the slot that opened the vault. A process that has the keys takes up newer ones with it, for as long as that slot is
/// there: it needs no passphrase for that, and has none.
final class SlotOpener: Sendable {
    static let size = Key<SlotSeed>.size
    let seed: Key<SlotSeed>

    init(_ seed: consuming Key<SlotSeed>) { self.seed = seed }
}

/// What a secret opens in a slot.
struct OpenedSlot: ~Copyable {
    /// The key of the keyring.
    let ring: Key<RingKey>
    let opener: SlotOpener
}

extension SlotsRow {
    /// The keyring as it is now, for who has an earlier one: by the slot that opened that. `nil` where the slot is not there any more.
    ///
    /// A public key is all that it takes to seal a keyring to a slot. So one that lacks a key of the earlier one is somebody else's:
    /// throws `malformed`.
    func keyring(after known: Keyring) throws(SecretsError) -> Keyring? {
        guard let opener = known.opener else { return nil }
        let pair = try KeyPair(seed: opener.seed)
        for slot in whole {
            guard slot.publicKey == pair.publicKey, let sealed = slot.sealedKey else { continue }
            let opened = OpenedSlot(ring: try Key(pair.open(sealed)), opener: opener)
            let fresh = try keyring(of: known.vault, with: opened)
            guard fresh.continues(known) else { throw .malformed }
            fresh.openedBy = known.openedBy
            return fresh
        }
        return nil
    }
}

extension Keyring {
    /// Whether all keys of an earlier keyring are in this one.
    func continues(_ known: Keyring) -> Bool {
        known.epochs.allSatisfy { epoch in
            epochs.contains { $0.number == epoch.number && $0.root.isEqual(to: epoch.root) }
        }
    }
}
