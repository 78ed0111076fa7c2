extension Record {
    /// Whether it is gone since its token was dead already, and not since somebody wanted it gone.
    package var wasFoundDead: Bool {
        guard state == .gone, let receipt else { return false }
        return (try? ReceiptStatement(reading: receipt.statement))?.proof.deletion == .unasked
    }
}
