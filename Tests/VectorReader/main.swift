// Says of a vault what `Tests/Vectors/README.md` has each reader say: VectorReader VAULT KIND SECRET [STATE]
internal import Glibc
internal import Lifecycle
internal import Secrets
internal import TestSupport

@testable import Vault

let words = CommandLine.arguments
guard words.count >= 4, let secret = Hex.bytes(words[3]) else { exit(2) }

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

/// The folder with what a host has seen, under the name of the vault's id, and with the counter of format 1 beside it.
func stateRoot(_ folder: TemporaryFolder) -> String {
    let root = "\(folder.path)/state"
    guard words.count > 4, let vault = Told.vault(of: words[1]) else { return root }
    unsafe mkdir(root, 0o700)
    copy(words[4], to: "\(root)/\(Hex.text(vault))")
    let name = "\(Hex.text(vault)).counter"
    let above = words[4].split(separator: "/").dropLast().map { "/\($0)" }.joined()
    if TemporaryFolder.names(in: above).contains(name) {
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

func told(_ folder: TemporaryFolder) -> [(String, String)] {
    let path = "\(folder.path)/vault.db"
    TemporaryFolder.write(TemporaryFolder.bytes(of: words[1]), to: path)
    let door = VaultFile(path: path, state: stateRoot(folder))
    do throws(LedgerError) {
        guard let bytes = try? SecretBytes(copying: secret.span) else { throw LedgerError(.failed) }
        let opened = try door.open(words[2] == "2" ? .keyFile(bytes) : .passphrase(bytes))
        guard let vault = opened as? OpenVault else { throw LedgerError(.failed) }
        return [("expect", "opens")] + (try Told(vault).lines())
    } catch { return [("expect", Told.word(error, at: path))] }
}

do {
    let folder = TemporaryFolder()
    print(json(told(folder)))
    TemporaryFolder.remove(folder.path)
}
