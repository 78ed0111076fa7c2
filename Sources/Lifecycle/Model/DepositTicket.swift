package import Secrets

/// What a depositor needs to know of a vault: what it seals to, and where its tokens have to be. No secret.
package struct DepositTicket: Hashable, Sendable {
    private static let version: UInt8 = 1

    /// The vault's id: 16 bytes.
    package let vault: [UInt8]
    /// The number of the keys that the public one is of.
    package let epoch: UInt32
    /// The public key (X25519) that deposits are sealed to: 32 bytes.
    package let key: [UInt8]
    /// The account at which the token has to be found.
    package let account: RecordID
    /// Where that is: the provisioning token goes nowhere else.
    package let address: ProviderAddress

    /// Joins them.
    package init(
        vault: [UInt8], epoch: UInt32, key: [UInt8], account: RecordID, address: ProviderAddress
    ) {
        (self.vault, self.epoch, self.key) = (vault, epoch, key)
        (self.account, self.address) = (account, address)
    }

    /// As it is printed.
    package var text: String {
        var writer = Writer()
        writer.byte(DepositTicket.version)
        writer.raw(vault)
        writer.number(epoch)
        writer.raw(key)
        writer.raw(account.bytes)
        writer.text(address.text)
        return PrintedTicket.text(of: writer.bytes)
    }

    /// Reads the printed form. Throws `malformed` for what is none, `authentication` for one that was mistyped, `later` for one of a later
    /// version.
    package init(_ text: String) throws(SecretsError) {
        var reader = Reader(try PrintedTicket.bytes(from: text))
        guard try reader.byte() == DepositTicket.version else { throw .later }
        vault = try reader.raw(16)
        epoch = try reader.number()
        key = try reader.raw(KeyPair.size)
        account = try RecordID(from: &reader)
        let place = try reader.text()
        guard let address = ProviderAddress(place), address.text == place else { throw .malformed }
        self.address = address
    }
}
