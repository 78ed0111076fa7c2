internal import ProviderProfiles
internal import Requests
internal import Service

// Naming a token that the vault does not have.

extension Flag<Options> {
    static let id = Flag(
        "id", nil, .value("ID", \.id), "a token's id at the provider (lockstep list --remote)")
    static let prefix = Flag(
        "prefix", nil, .value("CHARS", \.prefix),
        "in place of the id, the first \(ProviderProfile.linode.publicPrefix) characters of its string")
}

extension Context {
    /// The token that `--id` or `--prefix` names; `nil` when neither was given.
    func remoteName() throws(Problem) -> RemoteName? {
        try served { () throws(Failure) in
            try Service.remoteName(id: options.id, prefix: options.prefix)
        }
    }
}
