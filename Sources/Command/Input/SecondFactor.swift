internal import Lifecycle
internal import Secrets

// A key file that opens the vault only with the passphrase that goes with it.

extension Context {
    /// What was named; with a key file that no slot takes alone, the passphrase is asked for at once.
    func completed(_ named: consuming Unlocking) throws(Problem) -> Unlocking {
        switch consume named {
        case .keyFile(let key):
            let kinds = Set(((try? door.ways()) ?? []).compactMap(\.kind))
            guard kinds.contains(.twoFactor), kinds.isDisjoint(with: [.keyFile, .person]) else {
                return .keyFile(key)
            }
            return .both(Factors(passphrase: try secondFactor(), keyFile: key))
        case .passphrase(let text): return .passphrase(text)
        case .both(let factors): return .both(factors)
        case .shares(let secret): return .shares(secret)
        case .credential(let secret): return .credential(secret)
        }
    }

    /// The same once a key file has opened nothing; throws `error` where no passphrase can go with what was named.
    func with(
        passphraseFor named: consuming Unlocking, after error: LedgerError
    ) throws(Problem) -> Unlocking {
        guard case .keyFile(let key) = consume named, error.code == .wrongKey,
            try ways().contains(where: { $0.kind == .twoFactor })
        else { throw Problem(error) }
        return .both(Factors(passphrase: try secondFactor(), keyFile: key))
    }

    private func secondFactor() throws(Problem) -> SecretBytes {
        try terminal.secret(
            "Passphrase that goes with the key file",
            otherwise: "Give --passphrase-file or --passphrase-fd beside --key-file.")
    }
}
