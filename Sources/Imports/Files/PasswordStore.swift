internal import CPlatform
internal import Glibc
internal import Platform
package import Secrets

/// The password store of `pass`, by its folder; entries are read through the program.
package struct PasswordStore {
    private let folder: String

    /// Takes its folder.
    package init(folder: String) { self.folder = folder }

    /// Whether there is one.
    package var isThere: Bool { (try? FileStatus(of: folder))?.kind == .folder }

    /// The entries that a path names: itself, or all in a folder of that name; without one, all whose path has a word in it.
    package func entries(_ path: String?, having word: String) -> [String] {
        guard let path else { return entries(in: "").filter { $0.lowercased().contains(word) } }
        if (try? FileStatus(of: "\(folder)/\(path).gpg"))?.kind == .file { return [path] }
        return entries(in: path)
    }

    /// By their names, in order. Links are not followed.
    private func entries(in path: String, depth: Int = 0) -> [String] {
        guard depth < 32 else { return [] }
        let prefix = path.isEmpty ? "" : path + "/"
        let names = ((try? Files.names(in: "\(folder)/\(path)")) ?? []).sorted()
        return names.flatMap { name -> [String] in
            switch (try? FileStatus(at: "\(folder)/\(prefix)\(name)"))?.kind {
            case .folder: entries(in: prefix + name, depth: depth + 1)
            case .file where name.hasSuffix(".gpg"): [prefix + String(name.dropLast(4))]
            default: []
            }
        }
    }

    /// What `pass show ENTRY` writes, straight into guarded memory; `nil` where the program fails, which has said why.
    package func read(_ entry: String, through program: String) throws(SecretsError) -> SecretBytes? {
        var pipe = try PasswordStore.system { () throws(SystemError) in try DescriptorPair.pipe() }
        let null = try PasswordStore.system { () throws(SystemError) in
            try Descriptor(opening: "/dev/null", O_RDONLY)
        }
        guard let environment = unsafe lockstep_passed_environment() else { throw .memory }
        let (input, output) = (null.number, pipe.second?.number ?? -1)
        let process = unsafe withCStrings([program, "show", "--", entry]) { argv in
            unsafe lockstep_spawn(program, argv, environment, input, output)
        }
        guard process > 0 else { throw .descriptor(-process) }
        pipe.second = nil
        do throws(SecretsError) {
            let bytes = try SecretBytes(readingAll: pipe.first?.number ?? -1, limit: SourceText.limit)
            guard lockstep_wait(process) == 0 else { return nil }
            return consume bytes
        } catch {
            pipe.first = nil
            _ = lockstep_wait(process)
            throw error
        }
    }

    private static func system<R: ~Copyable>(
        _ body: () throws(SystemError) -> R
    ) throws(SecretsError) -> R {
        do throws(SystemError) { return try body() } catch { throw SecretsError(error) }
    }
}
