internal import CPlatform
internal import Glibc
internal import Platform
internal import Requests
internal import Secrets

/// Has systemd-creds(1) seal 32 bytes to this machine, its TPM or systemd's host key, and open them there again.
///
/// Its path, its words and its environment are fixed, and nothing in the vault decides which TPM is asked: a name such as `cmd:…` would have
/// another program run.
struct SystemCredential {
    /// The name in each credential; one for another purpose is refused by systemd-creds.
    static let name = "lockstep"
    /// The longest credential that is kept, in bytes; a pipe takes it before anybody reads.
    static let limit = 4096
    private static let programs = [
        "/usr/bin/systemd-creds", "/bin/systemd-creds", "/run/current-system/sw/bin/systemd-creds",
    ]
    /// Why it was not done, as systemd-creds says it.
    struct Refusal: Error { let reason: String }

    /// The TPM, where it is not the system's own (`LOCKSTEP_TPM2_DEVICE`).
    let device: String?

    /// Hears what systemd-creds has to say although it did as it was told, such as that the registers are empty.
    private let hear: (String) -> Void

    init(hear: @escaping (String) -> Void = { _ in }) {
        device = Environment.value("LOCKSTEP_TPM2_DEVICE")
        self.hear = hear
    }

    /// Seals a secret; `key` is `tpm2`, `host` or `host+tpm2`, `registers` the PCRs that have to stay as they are.
    func seal(_ secret: borrowing SecretBytes, with key: String, registers: String?) throws(Refusal)
        -> [UInt8]
    {
        var words = ["encrypt", "--with-key=\(key)"]
        // systemd 252 opens nothing that it has bound to no register; this one is what it binds to if nobody names any.
        if key != "host" { words.append("--tpm2-pcrs=\(registers ?? "7")") }
        let sealed = try run(words, secret)
        return sealed.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    /// Opens what was sealed on this machine.
    func open(_ credential: [UInt8]) throws(Refusal) -> SecretBytes {
        guard let sealed = try? SecretBytes(copying: credential.span) else {
            throw Refusal(reason: "no guarded memory is left")
        }
        let secret = try run(["decrypt"], sealed)
        guard secret.count == Key<Root>.size else {
            throw Refusal(reason: "the credential is of another kind")
        }
        return secret
    }

    private func run(_ words: [String], _ input: borrowing SecretBytes) throws(Refusal) -> SecretBytes {
        guard let program = SystemCredential.programs.first(where: { unsafe access($0, X_OK) == 0 }) else {
            throw Refusal(reason: "systemd-creds is not installed")
        }
        var all = [program] + words
        if let device, !words.contains("--with-key=host") { all.append("--tpm2-device=\(device)") }
        all += ["--name=\(SystemCredential.name)", "-", "-"]
        do {
            let said = try Descriptor.inMemory()
            var given = try DescriptorPair.pipe()
            var taken = try DescriptorPair.pipe()
            try input.write(to: given.secondNumber)
            given.second = nil
            // The TPM's library says what it met on the way; what came of it says systemd-creds, at the end.
            let process = try Processes.start(
                program, all,
                environment: ["PATH=/usr/bin:/bin", "TSS2_LOG=all+NONE", "SYSTEMD_LOG_COLOR=0"],
                input: given.firstNumber, output: taken.secondNumber, errors: said.number)
            taken.second = nil
            let output: SecretBytes
            do {
                output = try SecretBytes(readingAll: taken.firstNumber, limit: SystemCredential.limit)
            } catch {
                Processes.end(process)
                throw error
            }
            guard try Processes.wait(for: process) == 0 else {
                throw Refusal(reason: lastLine(said) ?? "systemd-creds failed")
            }
            if let remark = lastLine(said) { hear(remark) }
            return output
        } catch let error as Refusal { throw error } catch let error as SystemError {
            throw Refusal(reason: "systemd-creds cannot be started: \(error.text)")
        } catch { throw Refusal(reason: "systemd-creds gave no credential") }
    }

    /// The last line of what it said, where it said anything.
    private func lastLine(_ said: borrowing Descriptor) -> String? {
        guard lseek(said.number, 0, SEEK_SET) == 0,
            let text = try? SecretBytes(readingAll: said.number, limit: 1 << 16)
        else { return nil }
        let bytes = text.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        let last = String(decoding: bytes, as: UTF8.self).split(separator: "\n").last
        return last.map { "systemd-creds: \(Printable.line(String($0)))" }
    }
}
