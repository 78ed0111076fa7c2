/// What the provider said before a record may be purged.
package struct Proof: Hashable, Sendable {
    /// What the deletion was answered with.
    package enum Deletion: UInt8, Sendable {
        /// 200: the provider says that it deleted the token.
        case deleted = 1
        /// 404: the provider knows no such token.
        case absent = 2
        /// Not asked for: the token was found dead.
        case unasked = 3
    }

    /// The answer to the deletion.
    package var deletion: Deletion
    /// When the token itself was refused.
    package var refused: Instant

    /// Describes a proof.
    package init(deletion: Deletion, refused: Instant) {
        self.deletion = deletion
        self.refused = refused
    }
}
