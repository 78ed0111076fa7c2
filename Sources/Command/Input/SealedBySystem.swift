internal import Lifecycle
internal import Requests
internal import Secrets

extension Context {
    /// What this machine has sealed for the vault; `nil` where it has sealed nothing, and where a person can be asked in its place.
    func systemCredential(of ways: [SlotOutline]) throws(Problem) -> Unlocking? {
        var refusal: SystemCredential.Refusal?
        for slot in ways where slot.kind == .system {
            do throws(SystemCredential.Refusal) {
                let secret = try SystemCredential().open(slot.credential)
                console.detail("With what this machine has sealed (slot \(slot.shortID)).")
                return .credential(secret)
            } catch { refusal = refusal ?? error }
        }
        guard let refusal else { return nil }
        let message = "This machine did not open the vault's system credential: \(refusal.reason)."
        guard terminal.canAsk else {
            throw Problem(
                .locked, .sealing, message, safe: "Nothing was changed.",
                hint:
                    "Open the vault another way, such as --key-file. Docs/Services.md says what a system credential is bound to."
            )
        }
        console.note(message)
        return nil
    }
}
