internal import Secrets

extension Writer {
    /// Appends all fields of a value, in their order.
    mutating func fields<each V: Coded>(_ values: repeat each V) { repeat (each values).encode(to: &self) }
}
