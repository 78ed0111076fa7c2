internal import Lifecycle

/// git's credential helper.
struct GitCredential {
    let context: Context
    let options: CredentialOptions

    /// git passes the operation last; others than `get` ask for nothing that we would do.
    func run(_ label: Label) throws(Problem) {
        guard context.options.operands.count > 2, context.options.operands[2] == "get" else { return }
        let bytes = try PlainFile.read(nil, limit: 64 << 10, "git's request")
        let asked: GitRequest
        do throws(GitRequest.Flaw) { asked = try GitRequest(bytes) } catch { throw Problem(error) }
        let name = asked.user ?? options.user ?? "token"
        guard name.utf8.allSatisfy({ $0 != 0 && $0 != 10 && $0 != 13 }) else {
            throw .usage("The user name contains a line break.")
        }
        for handed in try context.handOut([label], .git, options.handOut, to: asked.destination) {
            try context.console.print("username=\(name)\npassword=")
            try context.console.print(handed.string)
            if let expiry = handed.coming(at: context.now) {
                try context.console.print("password_expiry_utc=\(expiry.seconds)\n")
            }
        }
    }
}

extension HandedOut {
    /// When a token that is still valid ceases to be; the other program asks again then.
    func coming(at now: Instant) -> Instant? { expiry.hasPassed(at: now) ? nil : expiry.moment }
}
