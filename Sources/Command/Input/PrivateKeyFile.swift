internal import Glibc
internal import Lifecycle
internal import Platform
internal import Requests
internal import Secrets

/// The private key of this user, in a file of its own: a vault can have a slot for its public half.
extension Context {
    /// The private key, where the vault has a slot for it; `nil` where it has none, or this user has no key.
    func privateKey(of ways: [SlotOutline]) throws(Problem) -> SecretBytes? {
        let known = ways.filter { $0.kind == .person }.map(\.publicKey)
        guard !known.isEmpty, let path = try? places.privateKey.get(), unsafe access(path, F_OK) == 0 else {
            return nil
        }
        let secret = try SecretFile.key(path, console)
        guard let own = try? PersonKey.publicKey(of: secret), known.contains(own) else { return nil }
        console.detail("With this user's private key at \(Printable.argument(path)).")
        return secret
    }

    /// The private key of this user, which is made where there is none yet; says whether it was.
    func ownPrivateKey() throws(Problem) -> OwnKey {
        let path = try places.privateKey.get()
        let isNew = unsafe access(path, F_OK) != 0
        if isNew {
            do throws(SystemError) { try Files.makeFolder(Path.folder(of: path)) } catch {
                throw PlainFile.unwritten(error.number, path)
            }
            try SecretFile.make(path, "No key was created.")
        }
        return OwnKey(secret: try SecretFile.key(path, console), path: path, isNew: isNew)
    }
}

/// The private key of this user.
struct OwnKey: ~Copyable {
    let secret: SecretBytes
    let path: String
    let isNew: Bool

    /// Its public half as it is printed: what vaults are opened for, or what deposits are signed with.
    func publicText(isSigning: Bool) throws(Problem) -> String {
        do throws(SecretsError) {
            return isSigning
                ? DepositorKey.text(of: try DepositorKey.pair(of: secret).publicKey)
                : PersonKey.text(of: try PersonKey.publicKey(of: secret))
        } catch { throw Problem(error, reading: "The private key \(Printable.quoted(path))") }
    }
}
