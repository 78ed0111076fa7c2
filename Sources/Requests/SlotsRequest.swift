package import Lifecycle

/// The ways to unlock the vault.
package struct SlotsRequest: PlainRequest {
    package typealias Answer = [SlotOutline]
    package static let kind = RequestKind.slots
    package init() {}
}

/// Why the ways to unlock a vault were not changed.
package enum SlotFlaw: Hashable, Sendable {
    /// No slot has that id or name.
    case none(String)
    /// Several have.
    case several(String)
    /// It is the last way in.
    case last
    /// The vault has as many as it can have.
    case tooMany
    /// Trying all passphrases would take too long.
    case tooCostly
    /// The name is a slot's already.
    case nameTaken(String)
    /// The name is empty, too long, or has characters that nobody sees.
    case name
    /// A public key has a slot already.
    case keyTaken
    /// These come from a vault of format 1, whose slots open one key: whoever has had one opens the others.
    case together([String])
    /// No slot takes a passphrase, or several do and none was named.
    case noPassphrase
    case severalPassphrases([String])
}
