internal import Secrets

/// For how long a machine keeps its reading log: the value of a setting.
package enum AuditKeep {
    /// Where the vault says nothing: 400 days, in seconds.
    package static let usual: Int64 = 400 * 86_400
    /// The least: a day.
    package static let least: Int64 = 86_400
    /// The most: a hundred years.
    package static let most: Int64 = 36_525 * 86_400

    /// The value of the setting.
    package static func value(_ seconds: Int64) -> [UInt8] {
        var writer = Writer()
        writer.number(seconds)
        return writer.bytes
    }

    /// The seconds that a value says; `nil` for one that says none.
    package static func seconds(in value: [UInt8]?) -> Int64? {
        guard let value else { return nil }
        var reader = Reader(value)
        guard let seconds: Int64 = try? reader.number(), reader.left == 0, (least...most).contains(seconds)
        else { return nil }
        return seconds
    }
}
