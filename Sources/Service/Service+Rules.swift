package import Lifecycle
package import Requests

// Who may have a token, and where it may be sent.

extension Service {
    /// Changes the rules that say which callers may have a token.
    package func change(_ change: GrantChange, of label: Label) throws(Failure) {
        let record = try record(label)
        let (event, detail): (AuditEntry.Event, String) =
            switch change {
            case .add(let rule): (.granted, rule.words)
            case .remove(let place):
                (.ungranted, record.grants.indices.contains(place) ? record.grants[place].words : "")
            case .clear: (.ungranted, "all")
            }
        let changes = [Change.permit(record.id, change), .note(entry(event, record, detail))]
        do throws(LedgerError) { try commit(changes) } catch {
            guard error.part == .grant else { throw .vault(error) }
            throw error.code == .absent ? .noRule(label) : .tooManyRules
        }
    }

    /// The hosts that a token may be sent to by tools that say where.
    package func hosts(of label: Label) throws(Failure) -> [Destination] {
        try bindings(of: record(label)).destinations
    }

    /// Binds a token to a host; one that it is bound to already stays.
    package func bind(_ label: Label, to destination: Destination) throws(Failure) {
        let record = try record(label)
        var hosts = try bindings(of: record)
        guard !hosts.destinations.contains(destination) else { return }
        guard hosts.destinations.count < HostBindings.most else { throw .tooManyHosts(label) }
        hosts.destinations.append(destination)
        try set(hosts, of: record, "bound to \(destination.text)")
    }

    /// Takes a host away; throws `notBound` where it is none of the token's.
    package func unbind(_ label: Label, from destination: Destination) throws(Failure) {
        let record = try record(label)
        var hosts = try bindings(of: record)
        guard hosts.destinations.contains(destination) else { throw .notBound(label, destination) }
        hosts.destinations.removeAll { $0 == destination }
        try set(hosts, of: record, "no longer bound to \(destination.text)")
    }

    private func bindings(of record: Record) throws(Failure) -> HostBindings {
        try reading { () throws(LedgerError) in try vault.hosts(of: record.id) }
    }

    private func set(_ hosts: HostBindings, of record: Record, _ detail: String) throws(Failure) {
        let bound = hosts.destinations.isEmpty ? nil : hosts
        let change = Change.bind(record.id, bound, noting: entry(.settingChanged, record, detail))
        try reading { () throws(LedgerError) in try commit([change]) }
    }

    private func entry(_ event: AuditEntry.Event, _ record: Record, _ detail: String) -> AuditEntry {
        AuditEntry(
            event, time: now, label: record.label.text, token: record.token.id,
            generation: record.generation, detail: detail, caller: conditions.origin.caller,
            interface: conditions.origin.interface)
    }

    func commit(_ changes: [Change]) throws(LedgerError) {
        try vault.commit(OperationID(), journal: nil, changes: changes, string: nil)
    }
}
