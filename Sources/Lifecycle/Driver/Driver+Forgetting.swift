// Forgetting takes what the journal has of the record with it.

extension Driver {
    /// Wipes a record and what the journal has of it, in one transaction; `elsewhere` where another process is at one of these.
    package func forget(_ forgetting: Forgetting) -> Ended {
        var forgetting = forgetting
        var held: [OperationID] = []
        defer { for id in held { ledger.release(id) } }
        do throws(LedgerError) {
            let record = forgetting.subject.record
            for found in try ledger.operations() where found.operation.records.contains(record) {
                guard try ledger.claim(found.id) else {
                    return Ended(operation: found.operation, outcome: .elsewhere)
                }
                held.append(found.id)
                // Nobody else can change it from here on.
                guard let entry = try ledger.journalEntry(found.id) else { continue }
                var operation = try OperationKinds.read(entry)
                let step = operation.on(.abandoned, at: clock.now, under: rules(of: operation))
                forgetting.drop(found.id, step.changes)
            }
        } catch { return Ended(operation: forgetting, outcome: .failed(.ledger(error))) }
        return run(forgetting)
    }
}
