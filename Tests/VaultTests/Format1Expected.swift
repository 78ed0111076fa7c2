import Foundation
import Secrets

/// What is in a vault of format 1, as `Format1Vaults/dump.py` wrote it down.
struct Format1Expected: Codable, Equatable {
    struct Unlocking: Codable, Equatable { var recovery: String, keyFile: String?, passphrase: String? }
    struct Slot: Codable, Equatable {
        var id: String, kind: UInt8, passes: UInt32, memory: UInt32, salt: String, wrapped: String
    }
    struct Token: Codable, Equatable {
        var id: String, label: String, scopes: String, created: Int64?, expiry: Int64?, prefix: String
    }
    struct Account: Codable, Equatable {
        var id: String, name: String, user: String, customer: String, scopes: String, restricted: Bool
        var token: Token?, sealed: Int64, address: String?, string: String?
    }
    struct Receipt: Codable, Equatable { var statement: String, signature: String }
    struct Grant: Codable, Equatable {
        var executable: String?, unit: String?, cgroup: String?
        var confirmed: Bool
    }
    struct Record: Codable, Equatable {
        var id: String, account: String, label: String, generation: UInt32, state: UInt8, token: Token
        var nonce: String?, sealed: Int64, purged: Int64?, receipt: Receipt?, grants: [Grant], hosts: String?
        var string: String?
    }
    struct Operation: Codable, Equatable { var id: String, entry: String }
    struct Reservation: Codable, Equatable { var label: String, record: String }
    struct Caller: Codable, Equatable { var pid: Int32, user: UInt32, executable: String, unit: String }
    struct Entry: Codable, Equatable {
        var row: UInt64, event: UInt8, time: Int64, label: String, token: String?, generation: UInt32?
        var detail: String, caller: Caller?
    }
    struct Audit: Codable, Equatable { var rows: UInt64, link: String, entries: [Entry] }

    var unlocking: Unlocking, vault: String, counter: UInt64, receiptKey: String, slots: [Slot]
    var accounts: [Account], records: [Record], settings: [String: String], operations: [Operation]
    var reservations: [Reservation], audit: Audit

    /// Where the vaults are.
    static var folder: String {
        "\(#filePath.split(separator: "/").dropLast().map { "/\($0)" }.joined())/Format1Vaults"
    }

    /// Reads what was written down of a vault.
    init(of name: String) throws {
        let data = try Data(contentsOf: URL(filePath: "\(Self.folder)/\(name)/expected.json"))
        self = try JSONDecoder().decode(Format1Expected.self, from: data)
    }
}
