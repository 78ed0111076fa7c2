internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests

/// The processes that read the vault just now, so that what waits for them can say for whom it waits.
enum VaultReaders {
    /// Their names and numbers, such as `python3 (4711)`; empty where none can be named.
    static func names(of vault: String) -> String {
        let found = FileLocks.holders(of: vault + "-shm").filter { $0 != getpid() }
        return found.prefix(5).map { process in
            let name =
                Files.kernelText(of: "/proc/\(process)/comm")?.split(separator: "\n").first ?? "process"
            return "\(Printable.line(String(name))) (\(process))"
        }.joined(separator: ", ")
    }
}

extension Problem {
    /// The same, naming who reads the vault where that is what it waits for.
    func namingReaders(of vault: String) -> Problem {
        guard code == .notScrubbed else { return self }
        let names = VaultReaders.names(of: vault)
        guard !names.isEmpty else { return self }
        var problem = self
        problem.message =
            "Another process is reading the vault, so its log could not be cleaned yet: \(names)."
        return problem
    }
}
