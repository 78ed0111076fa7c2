internal import Requests

extension Problem {
    /// What is wrong with a vault as a whole, without saying with which.
    private static let ofVaults: Set<ErrorCode> = [
        .wrongKey, .newKeys, .newerVault, .olderCopy, .notCompared, .forked, .altered, .busy,
        .outdated, .unknownCommit,
    ]

    /// The same, naming the vault where that is what is wrong.
    func naming(vault path: String) -> Problem {
        guard Problem.ofVaults.contains(code), !message.contains(path) else { return self }
        var problem = self
        problem.safe += (safe.isEmpty ? "" : " ") + "The vault: \(Printable.argument(path))"
        return problem
    }
}
