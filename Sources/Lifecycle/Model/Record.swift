/// One token in the vault. Its token string is sealed beside it and is never part of this value.
package struct Record: Hashable, Sendable {
    /// Where a record stands.
    package enum State: UInt8, Sendable, CaseIterable {
        /// Sealed, but not yet under its final label at the provider.
        case creating = 1
        /// Handed out on demand.
        case active = 2
        /// An older generation in its overlap: handed out when asked for by number.
        case retiring = 3
        /// On its way out: every hand-out is refused from here on.
        case revoking = 4
        /// Purged: what is left is the tombstone.
        case gone = 5

        /// The word in listings and JSON.
        package var name: String {
            switch self {
            case .creating: "creating"
            case .active: "active"
            case .retiring: "retiring"
            case .revoking: "revoking"
            case .gone: "gone"
            }
        }
    }

    /// The id within the vault.
    package let id: RecordID
    /// The account whose provisioning token made it and will delete it.
    package let account: RecordID
    /// The name that applications ask for.
    package var label: Label
    /// 1, 2, … under the same label.
    package var generation: UInt32
    /// Where it stands.
    package var state: State
    /// The token as the provider last described it. A tombstone keeps the id and the times.
    package var token: Token
    /// The nonce of the attempt that created it; `nil` for an adopted token. A tombstone
    /// keeps it, so that a second token of the same attempt is recognised.
    package var nonce: Nonce?
    /// When its string was sealed.
    package var sealed: Instant
    /// When it was purged.
    package var purged: Instant?
    /// The signed receipt of its revocation.
    package var receipt: Receipt?
    /// Whether it was made for one run, and only that run is given its string.
    package var isLeased = false
    /// The rules that say which callers may have it; none for every caller of this user.
    package var grants: [Grant] = []
    /// What is decided for its label; `nil` where nothing is.
    package var policy: Policy?
    /// Fields of a later version: kept as they are.
    package var others = NumberedFields()

    /// Describes a record.
    package init(
        id: RecordID, account: RecordID, label: Label, generation: UInt32 = 1, state: State, token: Token,
        nonce: Nonce? = nil, sealed: Instant, purged: Instant? = nil, receipt: Receipt? = nil
    ) {
        self.id = id
        self.account = account
        self.label = label
        self.generation = generation
        self.state = state
        self.token = token
        self.nonce = nonce
        self.sealed = sealed
        self.purged = purged
        self.receipt = receipt
    }
}

/// A signed statement that a token was deleted at the provider, refused there, and purged here.
package struct Receipt: Hashable, Sendable {
    /// The signed bytes; `Docs/VaultFormat.md` has their layout.
    package let statement: [UInt8]
    /// The Ed25519 signature over them: 64 bytes.
    package let signature: [UInt8]

    /// Takes a statement and its signature as they are.
    package init(statement: [UInt8], signature: [UInt8]) {
        self.statement = statement
        self.signature = signature
    }
}

/// A login at a provider. Its provisioning token is sealed beside it.
package struct Account: Hashable, Sendable {
    /// The id within the vault.
    package let id: RecordID
    /// The name that the person gave it.
    package var name: Label
    /// Who the provider says it is.
    package var identity: Identity
    /// The provisioning token as the provider lists it; `nil` when it may not list tokens.
    package var token: Token?
    /// When it was sealed.
    package var sealed: Instant
    /// The address of the provider it logged in at; `nil` for an account sealed before addresses were kept.
    package var address: ProviderAddress?
    /// Where its requests go: an account sealed before addresses were kept counts for the usual one.
    package var home: ProviderAddress { address ?? .ofFormat1 }
    /// Which provider, in a word that never changes.
    package var provider: String
    /// The one provider that there was before accounts named theirs.
    package static let providerOfFormat1 = "linode"
    /// Fields of a later version: kept as they are.
    package var others = NumberedFields()

    /// Describes an account.
    package init(
        id: RecordID, name: Label, identity: Identity, token: Token?, sealed: Instant,
        address: ProviderAddress? = nil, provider: String = Account.providerOfFormat1
    ) {
        self.id = id
        self.name = name
        self.identity = identity
        self.token = token
        self.sealed = sealed
        self.address = address
        self.provider = provider
    }
}
