internal import Requests
internal import Service

extension Context {
    /// The token that `--id` or `--prefix` names; `nil` when neither was given.
    static func remoteName(id: String?, prefix: String?) throws(Problem) -> RemoteName? {
        try served { () throws(Failure) in try Service.remoteName(id: id, prefix: prefix) }
    }
}
