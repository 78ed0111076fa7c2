import Lifecycle
import Secrets

/// A meaning has one form: what is read and written again is the same bytes. Where a later version may add fields, or a default may be
/// written out, what is written has to be read and written as itself.
enum Canonical {
    /// What is wrong with a form.
    static func problem<E: Error>(
        _ name: String, _ bytes: [UInt8], isExact: Bool = true, _ again: ([UInt8]) throws(E) -> [UInt8]?
    ) -> String? {
        guard let written = try? again(bytes) else { return nil }
        guard isExact else {
            guard (try? again(written)) != written else { return nil }
            return "\(name) is read from \(Hex.text(bytes)), and not as it is written: \(Hex.text(written))"
        }
        guard written != bytes else { return nil }
        return "\(name) is read from \(Hex.text(bytes)) and written as \(Hex.text(written))"
    }

    /// The same of a value that has a form in the one encoding, between processes.
    static func problem<V: Coded>(_ type: V.Type, _ bytes: [UInt8], isExact: Bool = false) -> String? {
        problem("\(type)", bytes, isExact: isExact) { (bytes) throws(SecretsError) in try V(bytes).encoded }
    }

    /// The same of fields.
    static func problem<E: Error>(
        fields name: String, _ bytes: [UInt8], _ again: (NumberedFields) throws(E) -> NumberedFields?
    ) -> String? {
        problem(name, bytes, isExact: false) { (bytes) throws(any Error) in
            var reader = Reader(bytes)
            return try again(NumberedFields(from: &reader))?.bytes
        }
    }
}
