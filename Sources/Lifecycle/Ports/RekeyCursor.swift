package import Secrets

/// How far the sealing under new keys has come. What the place means is the ledger's to say.
package struct RekeyCursor: Hashable, Sendable {
    /// Which kind of rows is being sealed.
    package var stage: UInt8
    /// The last row that is done; empty before the first.
    package var after: [UInt8]
    /// About how many of a hundred parts are done by then: only shown, and not written.
    package var percent: Int

    /// Names a place; as it stands, the beginning.
    package init(stage: UInt8 = 0, after: [UInt8] = [], percent: Int = 0) {
        (self.stage, self.after, self.percent) = (stage, after, percent)
    }

    /// Writes stage and place.
    package func encode(to writer: inout Writer) {
        writer.byte(stage)
        writer.bytes(after)
    }

    /// Reads a place.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(stage: try reader.byte(), after: try reader.bytes())
    }
}
