internal import Glibc
internal import Lifecycle
internal import Platform
internal import ProviderProfiles
internal import Requests
internal import Secrets

// Secrets that flags, the environment or standard input lead to.

extension Context {
    /// What unlocks the vault without a person; `nil` when nothing is named.
    ///
    /// Flags come before the environment, which only adds the other half where the vault takes two together. What nobody has named is
    /// tried last: the private key of this user, where the vault has a slot for its public key, and
    /// what this machine has sealed.
    func unlockingWithoutPerson() throws(Problem) -> Unlocking? {
        guard options.passphraseFile == nil || options.passphraseDescriptor == nil else {
            throw .usage("Give one of --passphrase-file and --passphrase-fd.")
        }
        let ways = door.isThere ? (try? door.ways()) ?? [] : []
        if let shares = try shareFiles(ways) { return shares }
        let takesBoth = ways.contains { $0.kind == .twoFactor }
        let typed = options.passphraseFile != nil || options.passphraseDescriptor != nil
        guard takesBoth || !door.isThere || options.keyFile == nil || !typed else {
            throw .usage(
                "Give one of --key-file, --passphrase-file and --passphrase-fd.",
                hint: "No slot of this vault takes a key file and a passphrase together.")
        }
        let file =
            options.keyFile ?? (takesBoth || !typed ? Environment.value("LOCKSTEP_KEY_FILE") : nil)
        let text = takesBoth || typed || file == nil ? try passphraseWithoutPerson() : nil
        guard let file else {
            if let text { return .passphrase(text) }
            if let key = try privateKey(of: ways) { return .keyFile(key) }
            return try systemCredential(of: ways)
        }
        let key = try SecretFile.key(file, console)
        guard let text else { return .keyFile(key) }
        return .both(Factors(passphrase: text, keyFile: key))
    }

    /// The passphrase that a flag or the environment leads to; `nil` when nothing is named.
    func passphraseWithoutPerson() throws(Problem) -> SecretBytes? {
        if let number = options.passphraseDescriptor {
            guard let descriptor = Int32(number), descriptor >= 0 else {
                throw .usage("\(Printable.quoted(number)) is not a valid descriptor.")
            }
            return try SecretFile.text(descriptor, "The passphrase descriptor")
        }
        guard let file = options.passphraseFile ?? Environment.value("LOCKSTEP_PASSPHRASE_FILE") else {
            return nil
        }
        return try SecretFile.text(file, "The passphrase file", console)
    }

    /// A token string: from stdin when told so, else from the person without echo.
    func tokenString(_ prompt: String, fromStdin: Bool) throws(Problem) -> SecretBytes {
        let string =
            fromStdin
            ? try SecretFile.text(0, "Standard input")
            : try terminal.secret(prompt, otherwise: "Give the token on standard input, with --token-stdin.")
        let isPrintable = string.withBytes { bytes in
            bytes.indices.allSatisfy { (0x21...0x7E).contains(bytes[$0]) }
        }
        let lengths = ProviderProfile.linode.stringLengths
        guard isPrintable, lengths.contains(string.count) else {
            throw .usage(
                "The input is not a token string: \(lengths.lowerBound) to \(lengths.upperBound) visible "
                    + "ASCII characters.",
                hint: "Nothing was sealed.")
        }
        return string
    }
}
