// Says of vaults what `Tests/Vectors/README.md` has each reader say: of each line of its input, one line.
internal import Glibc
internal import Lifecycle
internal import Secrets
internal import TestSupport

@testable import Vault

/// JSON of pairs of texts.
func json(_ lines: [(String, String)]) -> String {
    func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" {
                out += "\\u00" + Hex.text([UInt8(scalar.value)])
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
    return "[" + lines.map { "[\(quoted($0.0)),\(quoted($0.1))]" }.joined(separator: ",") + "]"
}

/// A copy of what a host has outside of the vault, under the name of the vault's id, and of the counter of format 1 beside it.
func stateRoot(_ name: String, of vaults: Set<[UInt8]>, _ outside: String?, in folder: TemporaryFolder)
    -> String
{
    let root = "\(folder.path)/\(name)"
    guard let outside else { return root }
    unsafe mkdir(root, 0o700)
    let above = outside.split(separator: "/").dropLast().map { "/\($0)" }.joined()
    for vault in vaults {
        copy(outside, to: "\(root)/\(Hex.text(vault))")
        let name = "\(Hex.text(vault)).counter"
        guard TemporaryFolder.names(in: above).contains(name) else { continue }
        TemporaryFolder.write(TemporaryFolder.bytes(of: "\(above)/\(name)"), to: "\(root)/\(name)")
    }
    return root
}

func copy(_ folder: String, to place: String) {
    unsafe mkdir(place, 0o700)
    for name in TemporaryFolder.names(in: folder) {
        var status = stat()
        let path = "\(folder)/\(name)"
        guard unsafe stat(path, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
            copy(path, to: "\(place)/\(name)")
        } else {
            TemporaryFolder.write(TemporaryFolder.bytes(of: path), to: "\(place)/\(name)")
        }
    }
}

/// What printed shares give, between which there are commas.
func shares(_ bytes: borrowing SecretBytes) throws(LedgerError) -> Unlocking {
    let text = bytes.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    do throws(SecretsError) {
        var shares: [Share] = []
        for one in text.split(separator: UInt8(ascii: ",")) {
            let bytes = Array(one)
            let typed = try SecretBytes(copying: bytes.span)
            shares.append(try Share(typed))
        }
        guard let first = shares.first, shares.count >= first.threshold else { throw .malformed }
        return .shares(try Share.key(of: Array(shares.prefix(first.threshold)), for: Root.self).copy())
    } catch { throw LedgerError(.wrongKey) }
}

/// What a secret of a kind opens a vault as.
func unlocking(_ kind: String, _ bytes: consuming SecretBytes) throws(LedgerError) -> Unlocking {
    if kind == "5" { return try shares(bytes) }
    let form: Unlocking.Form =
        switch kind {
        case "2", "6": .keyFile
        case "4": .both
        default: .passphrase
        }
    do throws(SecretsError) { return try Unlocking(form, bytes) } catch { throw LedgerError(.wrongKey) }
}

/// What there is to say of a vault: its path, the kind of a secret, the secret in hexadecimal, and perhaps a state folder.
func told(_ words: [String], _ folder: TemporaryFolder) -> [(String, String)] {
    let path = "\(folder.path)/vault.db"
    TemporaryFolder.write(TemporaryFolder.bytes(of: words[0]), to: path)
    let (vaults, outside) = (Told.vaults(of: path), words.count > 3 ? words[3] : nil)
    let door = VaultFile(path: path, state: stateRoot("state", of: vaults, outside, in: folder))
    do throws(LedgerError) {
        guard let secret = Hex.bytes(words[2]), let bytes = try? SecretBytes(copying: secret.span) else {
            throw LedgerError(.failed)
        }
        let opened = try door.open(unlocking(words[1], bytes))
        guard let vault = opened as? OpenVault else { throw LedgerError(.failed) }
        // Opening has noted what it saw: what was there before is in another copy.
        let before = HostState(
            root: stateRoot("before", of: vaults, outside, in: folder), vault: vault.keys.vault)
        return [("expect", "opens")] + (try Told(vault, before).lines())
    } catch { return [("expect", Told.word(error))] }
}

while let line = readLine() {
    let words = line.split(separator: "\t").map(String.init)
    guard words.count >= 3 else { exit(2) }
    let folder = TemporaryFolder()
    print(json(told(words, folder)))
    fflush(nil)
    TemporaryFolder.remove(folder.path)
}
