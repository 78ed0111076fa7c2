internal import Lifecycle
package import Secrets

extension LeakMark: Coded {
    /// Writes all of it.
    package func encode(to writer: inout Writer) {
        writer.fields(holder, label, account)
        writer.value(id)
        writer.number(generation)
        writer.byte(state?.rawValue ?? 0)
        writer.fields(prefix, whole)
    }

    /// Reads a mark.
    package init(from reader: inout Reader) throws(SecretsError) {
        let holder: Holder = try reader.value()
        let (label, account): (String, String) = (try reader.value(), try reader.value())
        let (id, generation): (TokenID?, UInt32) = (try reader.value(), try reader.number())
        let number = try reader.byte()
        let state = Record.State(rawValue: number)
        guard number == 0 || state != nil else { throw .malformed }
        self.init(
            holder, label: label, account: account, id: id, generation: generation, state: state,
            prefix: try reader.value(), whole: try reader.value())
    }
}
