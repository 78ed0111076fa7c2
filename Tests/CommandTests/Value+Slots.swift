import Lifecycle

@testable import Command

extension Value {
    /// One of each kind, the oldest without a note.
    static var slots: [SlotOutline] {
        func slot(_ kind: SlotKind?, _ name: String? = nil, key: [UInt8] = []) -> SlotOutline {
            let byte = UInt8((kind?.rawValue ?? 15) * 16 + 1)
            let id = SlotID([UInt8](repeating: byte, count: 16)) ?? .zero
            return SlotOutline(
                id, kind, publicKey: key, note: name.map { SlotNote($0, added: Value.now) })
        }
        return [
            slot(.passphrase),
            slot(.keyFile, "server in the cellar"),
            slot(.twoFactor, "two-factor"), slot(.person, "anna", key: Array(0..<32)),
            slot(nil), slot(.recovery),
        ]
    }
}
