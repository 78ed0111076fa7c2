internal import Lifecycle
internal import Requests
internal import Secrets

// Slots whose secret is kept elsewhere: in shares, or by the system.

extension SlotAdding {
    func shares() throws(Problem) {
        guard let threshold = options.threshold.flatMap({ Int($0) }),
            let count = options.count.flatMap({ Int($0) })
        else {
            throw .usage(
                "Say how many shares are made, and how many of them open the vault.",
                hint: "Give --threshold K and --count N, such as --threshold 3 --count 5.")
        }
        let keeping = ShareKeeping(
            context: context, threshold: threshold, count: count, folder: options.shareFolder)
        try keeping.check()
        let service = try room(for: .shares)
        let new = try keeping.draw()
        do throws(Problem) {
            try add(service, .shares(new), .shares, .moderate)
        } catch {
            keeping.takeBack()
            throw error
        }
    }

    func system() throws(Problem) {
        let key = options.sealedWith ?? "tpm2"
        guard ["tpm2", "host", "host+tpm2"].contains(key) else {
            throw .usage(
                "\(Printable.quoted(key)) is not a key of the system's.",
                hint: "Give --with-key tpm2, host or host+tpm2.")
        }
        if let registers = options.registers {
            let numbers = registers.split(separator: "+", omittingEmptySubsequences: false).map { Int($0) }
            guard key != "host", numbers.allSatisfy({ ($0 ?? -1) >= 0 && ($0 ?? 24) < 24 }) else {
                throw .usage(
                    "\(Printable.quoted(registers)) does not name PCRs of a TPM.",
                    hint: "Give numbers from 0 to 23, such as --tpm2-pcrs 7+14, and a --with-key of the TPM.")
            }
        }
        let service = try room(for: .system)
        let secret: SecretBytes
        do throws(SecretsError) { secret = try SecretBytes(random: Key<Root>.size) } catch {
            throw Problem(error, reading: "The credential")
        }
        let credential: [UInt8]
        do throws(SystemCredential.Refusal) {
            credential = try SystemCredential(hear: { context.console.note($0) }).seal(
                secret, with: key, registers: options.registers)
        } catch { throw unsealed(error, key) }
        try add(service, .system(DescribedSecret(secret, credential)), .system, .moderate)
    }

    private func unsealed(_ refusal: SystemCredential.Refusal, _ key: String) -> Problem {
        Problem(
            .locked, .sealing, "The system did not seal the credential: \(refusal.reason).",
            safe: SlotAdding.undone,
            hint: key == "tpm2"
                ? "It takes a TPM 2.0 that you may use (on Debian: the group tss), and the package libtss2-esys-3.0.2-0."
                : "systemd's host key is for root only: a unit of the system can open a key file with it (Docs/Services.md)."
        )
    }
}
