/// Why a deposit is not taken in: it stays where it is.
package enum DepositFlaw: UInt8, Error, Hashable, Sendable, CaseIterable {
    /// Another process is at it, the depositor's or a `sync`.
    case underway = 1
    /// Its file cannot be read, or is none.
    case unreadable = 2
    /// It is no deposit, or cut short, or longer than any.
    case malformed = 3
    /// A later version has written it.
    case newer = 4
    /// It is for another vault, or for keys that this one never had.
    case foreign = 5
    /// It was not signed by whom it names, or what is sealed in it is another deposit's.
    case forged = 6
    /// Nobody has registered the depositor.
    case unregistered = 7
    /// The depositor is registered for another account, or for one that is gone.
    case otherAccount = 8
    /// The depositor is not registered for such labels.
    case otherLabel = 9
    /// The label is not new: it is in use, or something is decided for it.
    case labelInUse = 10
    /// The account does not see the token.
    case absent = 11
    /// The token has other scopes, or another expiry, than the deposit says.
    case otherwise = 12
    /// There are more files than are looked at at one time.
    case tooMany = 13

    /// The word that scripts see.
    package var word: String {
        switch self {
        case .underway: "underway"
        case .unreadable: "unreadable"
        case .malformed: "malformed"
        case .newer: "newer"
        case .foreign: "foreign"
        case .forged: "forged"
        case .unregistered: "unregistered"
        case .otherAccount: "other-account"
        case .otherLabel: "other-label"
        case .labelInUse: "label-in-use"
        case .absent: "absent"
        case .otherwise: "granted-otherwise"
        case .tooMany: "too-many"
        }
    }
}
