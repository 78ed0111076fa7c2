internal import Lifecycle
internal import Secrets

/// The subkeys of one epoch of a vault, in guarded memory.
final class Keys {
    let epoch: UInt32
    let items: Key<Items>
    let labels: Key<LabelRows>
    let names: Key<Names>
    let journal: Key<Journal>
    let data: Key<DataWrapping>
    let changes: Key<Changes>
    let chain: Key<Chain>
    let tree: Key<TreeHash>
    let heads: Key<Heads>
    let free: Key<FreeLists>
    let signing: SigningKey

    /// Derives them all from the root of the epoch.
    init(_ epoch: UInt32, root: borrowing Key<Root>) throws(SecretsError) {
        self.epoch = epoch
        items = try root.subkey(for: Items.self)
        labels = try root.subkey(for: LabelRows.self)
        names = try root.subkey(for: Names.self)
        journal = try root.subkey(for: Journal.self)
        data = try root.subkey(for: DataWrapping.self)
        changes = try root.subkey(for: Changes.self)
        chain = try root.subkey(for: Chain.self)
        tree = try root.subkey(for: TreeHash.self)
        heads = try root.subkey(for: Heads.self)
        free = try root.subkey(for: FreeLists.self)
        signing = try SigningKey(seed: try root.subkey(for: Signing.self))
    }
}
