package import Lifecycle
package import Secrets

/// Who made a token and for what, who read it, and what would miss it: all that speaks for or against its revocation.
package struct WhyRequest: LabelRequest {
    package typealias Answer = WhyResult
    package static let kind = RequestKind.why
    package let label: Label
    package init(_ label: Label) { self.label = label }
}

/// What is known of the use of a label's tokens.
package struct WhyResult: Hashable, Sendable {
    /// Through what a token was handed out: the verb, and the host where one was named.
    package struct Use: Hashable, Sendable {
        /// `run`, or `credential git https://git.example`.
        package let detail: String
        /// When last.
        package let last: Instant
        /// How often, as far as was looked.
        package var count: UInt64

        /// Describes a use.
        package init(_ detail: String, last: Instant, count: UInt64) {
            (self.detail, self.last, self.count) = (detail, last, count)
        }
    }

    /// The token that the label names.
    package let token: TokenView
    /// Its older generations that are not gone.
    package var older: [TimelineItem] = []
    /// The entry of the log that tells how the token came into the vault; `nil` where none was found.
    package var made: AuditEntry?
    /// Who had the tokens of the label, on this machine.
    package var readings = LabelReadings()
    /// Through what, since `recent`: the latest first.
    package var uses: [Use] = []
    /// How far back it was looked for uses: not as far as `recent` where so much was handed out.
    package var usesSince: Instant?
    /// The hosts that the token is bound to.
    package var hosts: [Destination] = []
    /// For how many seconds this machine keeps its log of hand-outs.
    package var keep = AuditKeep.usual
    /// What counts as lately begins here.
    package let recent: Instant

    /// How many days are lately.
    package static let recentDays: Int64 = 30
    /// The most uses that are told apart.
    package static let mostUses = 64

    /// Begins with a token.
    package init(_ token: TokenView, recent: Instant) { (self.token, self.recent) = (token, recent) }
}

extension WhyResult: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) {
        writer.fields(token, recent, older, made, readings, uses, usesSince, hosts, keep)
    }

    /// Reads what is known.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), recent: try reader.value())
        (older, made, readings) = (try reader.value(), try reader.value(), try reader.value())
        (uses, usesSince) = (try reader.value(), try reader.value())
        (hosts, keep) = (try reader.value(), try reader.value())
    }
}

extension WhyResult.Use: Coded {
    /// Writes all fields in their order.
    package func encode(to writer: inout Writer) { writer.fields(detail, last, count) }

    /// Reads a use.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), last: try reader.value(), count: try reader.value())
    }
}
