package import Lifecycle

/// What Lockstep has to know of a provider besides its requests. Each provider is one value of this.
package struct ProviderProfile: Sendable {
    /// The name for people.
    package let name: String
    /// Where its API is, unless one logs in elsewhere.
    package let address: ProviderAddress
    /// Where people make a token by hand.
    package let page: String
    /// The scopes that there are, and how people write them.
    package let catalog: ScopeCatalog
    /// What operations have to know.
    package let rules: ProviderRules
    /// How many characters a label may have.
    package let labelLengths: ClosedRange<Int>
    /// An expiry that is further ahead than so many seconds is none.
    package let farthestExpiry: Int64
    /// So many characters of a token string are no secret: the provider shows them in listings.
    package let publicPrefix: Int
    /// How many characters a token string may have.
    package let stringLengths: ClosedRange<Int>
    /// How many lower-case hexadecimal digits the token strings have that it makes; `nil` where they have no such form.
    package let stringDigits: Int?
    /// Whether its ids are numbers.
    package let hasNumericIDs: Bool
    /// The variables that its tools read a token from.
    package let tokenVariables: [String]
    /// The variables that lead its tools to another address than the usual one.
    package let addressVariables: [(name: String, part: AddressPart)]
    /// What every variable of its tools begins with.
    package let variablePrefix: String
    /// Those of them that lead to no other token, server or file: what the caller's environment says in them stays.
    package let harmlessVariables: [String]

    /// Describes a provider.
    package init(
        name: String, address: ProviderAddress, page: String, catalog: ScopeCatalog, rules: ProviderRules,
        labelLengths: ClosedRange<Int>, farthestExpiry: Int64, publicPrefix: Int,
        stringLengths: ClosedRange<Int>, hasNumericIDs: Bool, tokenVariables: [String],
        addressVariables: [(name: String, part: AddressPart)], variablePrefix: String,
        harmlessVariables: [String] = [], stringDigits: Int? = nil
    ) {
        (self.name, self.address, self.page) = (name, address, page)
        (self.catalog, self.rules) = (catalog, rules)
        (self.labelLengths, self.farthestExpiry) = (labelLengths, farthestExpiry)
        (self.publicPrefix, self.stringLengths) = (publicPrefix, stringLengths)
        (self.hasNumericIDs, self.tokenVariables) = (hasNumericIDs, tokenVariables)
        (self.addressVariables, self.variablePrefix) = (addressVariables, variablePrefix)
        self.harmlessVariables = harmlessVariables
        self.stringDigits = stringDigits
    }

    /// What a variable says of an address.
    package enum AddressPart: Sendable {
        case url, host, scheme

        /// That part of an address.
        package func text(of address: ProviderAddress) -> String {
            let parts = address.text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            return switch self {
            case .url: address.text
            case .scheme: String(parts[0].dropLast())
            case .host: String(parts[2])
            }
        }
    }

    /// The names and values of the variables with which its tools find an address; none for the usual one.
    package func variables(for address: ProviderAddress) -> [(name: String, value: String)] {
        guard address != self.address else { return [] }
        return addressVariables.map { ($0.name, $0.part.text(of: address)) }
    }

    /// An expiry as the provider means it: none at all, or one that is very far ahead, is "never".
    package func expiry(_ moment: Instant?, now: Instant) -> Expiry {
        guard let moment, moment < now.advanced(by: farthestExpiry) else { return .never }
        return .at(moment)
    }

    /// A text as an id of this provider; `nil` when it cannot be one.
    package func id(_ text: String) -> TokenID? {
        guard let id = TokenID(text), !hasNumericIDs || id.number != nil else { return nil }
        return id
    }
}
