package import Lifecycle
internal import Secrets

// What is whole of a damaged vault, in a new one.

extension VaultFile {
    package func extract(
        to path: String, _ unlocking: borrowing Unlocking, noting entry: AuditEntry
    ) throws(LedgerError) -> ExtractionReport {
        guard !place.stores.isThere(path) else { throw LedgerError(.exists, .file).at(path) }
        var found = Examination()
        guard case .rows(let store) = try inspected(&found) else { throw LedgerError(.failed, .userVersion) }
        let keyring = try unlocked(store, unlocking, isExamining: true)
        let host = host(of: keyring.vault)
        try host.requireSafe()
        var newest: UInt64 = 0
        if case .mark(let mark) = try? host.load(keyring.logKeys) { newest = mark.counter }
        try store.begin(writing: false)
        defer { store.end() }
        let extraction = Extraction(try Transaction(store, keyring), newest: newest)
        let made = try extraction.run(noting: entry)
        try place.stores.make(path) { (put) throws(LedgerError) in
            for write in made.writes { try put(write) }
        } provenBy: { (store) throws(LedgerError) in
            try store.begin(writing: false)
            defer { store.end() }
            try Transaction(store, keyring).examine()
        }
        return made.report
    }
}
