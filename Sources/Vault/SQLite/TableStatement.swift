/// A statement on the rows of one table. Its text is put together from fixed words; values are bound.
struct TableStatement: Hashable {
    enum Kind {
        case get, update, insert, delete
        case rising, risingAfter, falling, fallingBefore
    }

    let kind: Kind
    let table: Table

    init(_ kind: Kind, _ table: Table) { (self.kind, self.table) = (kind, table) }

    var text: String {
        let (name, key, value) = (table.name, table.keyColumn, table.valueColumn)
        return switch kind {
        case .get: "SELECT \(value) FROM \(name) WHERE \(key) = ?"
        case .update: "UPDATE \(name) SET \(value) = ?2 WHERE \(key) = ?1"
        case .insert: "INSERT INTO \(name) (\(key), \(value)) VALUES (?1, ?2)"
        case .delete: "DELETE FROM \(name) WHERE \(key) = ?"
        case .rising: "SELECT \(key), \(value) FROM \(name) ORDER BY \(key)"
        case .risingAfter: "SELECT \(key), \(value) FROM \(name) WHERE \(key) > ? ORDER BY \(key)"
        case .falling: "SELECT \(key), \(value) FROM \(name) ORDER BY \(key) DESC"
        case .fallingBefore: "SELECT \(key), \(value) FROM \(name) WHERE \(key) < ? ORDER BY \(key) DESC"
        }
    }
}

extension Table {
    /// The name in SQLite.
    var name: String {
        switch self {
        case .first: "first"
        case .second: "second"
        case .items: "items"
        case .labels: "labels"
        case .operations: "operations"
        case .free: "free"
        case .nodes: "nodes"
        case .changes: "changes"
        case .audit: "audit"
        case .cells256: "cells256"
        case .cells1k: "cells1k"
        case .cells4k: "cells4k"
        case .cells16k: "cells16k"
        }
    }

    /// Whether the key is a number, which is SQLite's row id then. Rows of such a table stay where they are.
    var isNumbered: Bool {
        switch self {
        case .items, .labels, .operations, .free: false
        default: true
        }
    }

    var keyColumn: String { self == .audit ? "sequence" : isNumbered ? "id" : "key" }
    var valueColumn: String { self == .audit ? "entry" : "value" }

    /// A key as SQLite has it; `nil` for one that the table cannot have.
    func value(of key: [UInt8]) -> Connection.Value? {
        guard isNumbered else { return .blob(key) }
        return RowKey.number(key).flatMap { Int64(exactly: $0) }.map { .integer($0) }
    }
}
