package import Secrets

extension Examination: Coded {
    /// Writes what was found, and the counts.
    package func encode(to writer: inout Writer) {
        writer.values(damages)
        writer.values(whole)
        writer.values(damaged)
        writer.values(damagedAccounts)
        for count in [lost, slots, entries, settings] { writer.value(count) }
        writer.number(counter)
        writer.number(newest)
    }

    /// Reads what was found.
    package init(from reader: inout Reader) throws(SecretsError) {
        (damages, whole) = (try reader.values(), try reader.values())
        (damaged, damagedAccounts) = (try reader.values(), try reader.values())
        (lost, slots) = (try reader.value(), try reader.value())
        (entries, settings) = (try reader.value(), try reader.value())
        (counter, newest) = (try reader.number(), try reader.number())
    }
}
