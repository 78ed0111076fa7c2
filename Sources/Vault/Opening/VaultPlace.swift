internal import Lifecycle
internal import Platform

/// The place of a vault, and what its store is made with.
struct VaultPlace {
    /// The path that was given.
    let path: String
    let stores: any StoreMaker

    /// The path without links, for what is kept beside the vault.
    var real: String { (try? Path.real(path)) ?? path }
}
