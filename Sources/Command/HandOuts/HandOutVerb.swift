/// What asks for a token string. The audit log has the raw value, which never changes.
enum HandOutVerb: String {
    case get
    case clip = "get --clip"
    case create
    case run
    /// The one that is given a token which was made for its run.
    case mint = "run --mint"
    case inject
    case git = "credential git"
    case kubectl = "credential kubectl"
    case docker = "credential docker"
    case dockerStore = "credential docker store"
}
