package import Lifecycle
package import Secrets

// What is asked of the vault by a label alone, or by nothing.

/// A request that names one label.
package protocol LabelRequest: Request {
    /// The label.
    var label: Label { get }
    /// Names it.
    init(_ label: Label)
}

extension LabelRequest {
    /// Writes the label.
    package func encode(to writer: inout Writer) { label.encode(to: &writer) }
    /// Reads a label.
    package init(from reader: inout Reader) throws(SecretsError) { self.init(try Label(from: &reader)) }
}

/// A request that names nothing.
package protocol PlainRequest: Request {
    /// There is one.
    init()
}

extension PlainRequest {
    /// Writes nothing.
    package func encode(to writer: inout Writer) {}
    /// Reads nothing.
    package init(from reader: inout Reader) throws(SecretsError) { self.init() }
}

/// One token, and who had it.
package struct ShowRequest: LabelRequest {
    package typealias Answer = ShownToken
    package static let kind = RequestKind.show
    package let label: Label
    package init(_ label: Label) { self.label = label }
}

/// Who had the tokens of a label.
package struct ReadersRequest: LabelRequest {
    package typealias Answer = LabelReadings
    package static let kind = RequestKind.readers
    package let label: Label
    package init(_ label: Label) { self.label = label }
}

/// The newest receipt under a label.
package struct ReceiptRequest: LabelRequest {
    package typealias Answer = ReceiptView
    package static let kind = RequestKind.receipt
    package let label: Label
    package init(_ label: Label) { self.label = label }
}

/// The rules that say who may have a token.
package struct GrantsRequest: LabelRequest {
    package typealias Answer = [Grant]
    package static let kind = RequestKind.grants
    package let label: Label
    package init(_ label: Label) { self.label = label }
}

/// The hosts that a token may be sent to by tools that say where.
package struct HostsRequest: LabelRequest {
    package typealias Answer = [Destination]
    package static let kind = RequestKind.hosts
    package let label: Label
    package init(_ label: Label) { self.label = label }
}

/// What is in the vault, counted, and what has changed since somebody looked.
package struct CountRequest: Request, Hashable {
    package typealias Answer = VaultCounts
    package static let kind = RequestKind.count
    /// How many days before its expiry a token is counted as one that expires soon.
    package let days: UInt16
    /// How far the change log went when somebody looked; `nil` where what has changed is not wanted.
    package let since: ChangePlace?

    /// Asks with so many days.
    package init(days: Int64 = TokenFlag.usualDays, since: ChangePlace? = nil) {
        (self.days, self.since) = (UInt16(clamping: days), since)
    }

    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.number(days)
        writer.value(since)
    }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        let days: UInt16 = try reader.number()
        self.init(days: Int64(days), since: try reader.value())
    }
}

/// The public half of the key that signs receipts, in hexadecimal.
package struct ReceiptKeyRequest: PlainRequest {
    package typealias Answer = String
    package static let kind = RequestKind.receiptKey
    package init() {}
}

/// What is set in the vault.
package struct SettingsRequest: PlainRequest {
    package typealias Answer = VaultSettings
    package static let kind = RequestKind.settings
    package init() {}
}

/// What a sync would do.
package struct RehearsalRequest: PlainRequest {
    package typealias Answer = SyncResult
    package static let kind = RequestKind.rehearse
    package init() {}
}

/// A token as it is shown, and who had it.
package struct ShownToken: Hashable, Sendable, Coded {
    /// The token.
    package let token: TokenView
    /// Who had it.
    package let readings: LabelReadings

    /// Joins them.
    package init(_ token: TokenView, _ readings: LabelReadings) {
        (self.token, self.readings) = (token, readings)
    }

    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.value(token)
        writer.value(readings)
    }

    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        self.init(try reader.value(), try reader.value())
    }
}
