internal import Lifecycle
internal import Requests
internal import Secrets
internal import Service

/// Shows and changes who may put new tokens into the vault.
struct DepositorKeeping {
    let context: Context
    let options: DepositorOptions

    func list() throws(Problem) {
        let service = try context.service()
        let rows = try served { () throws(Failure) in try DepositorRow.all(service) }
        if context.options.json {
            return try context.console.print(
                .depositors(rows.map { ($0.depositor, $0.account?.name.text ?? "", $0.ticket) }))
        }
        guard !rows.isEmpty else {
            return context.console.note(
                "The vault has no depositors. To register one: lockstep depositor add --help")
        }
        try context.console.print(DepositorRow.table(rows))
        try context.console.print(DepositorRow.tickets(rows), hanging: 0)
    }

    func add(_ name: String, _ text: String) throws(Problem) {
        let name = try Context.label(name)
        let key: [UInt8]
        do throws(SecretsError) { key = try DepositorKey.publicKey(from: text) } catch {
            throw .noDepositorKey(text, error)
        }
        let service = try context.service()
        let account = options.account ?? context.settings[.account]
        let added = try served { () throws(Failure) in
            try service.add(depositor: name, key: key, account: account, labels: options.labels ?? "*")
        }
        if context.options.json {
            let name = try served { () throws(Failure) in try service.account(named: account) }.name.text
            return try context.console.print(.depositors([(added.depositor, name, added.ticket)]))
        }
        context.console.note(
            "Registered \(Printable.quoted(name.text)). It deposits with lockstep deposit LABEL, and --to with this "
                + "ticket, which is no secret:")
        try context.console.print([added.ticket.text], hanging: 0)
    }

    func remove(_ name: String) throws(Problem) {
        let service = try context.service()
        try served { () throws(Failure) in try service.remove(depositor: name) }
        if context.options.json { return try context.console.print(.answer([("removed", .text(name))])) }
        context.console.note("The vault takes nothing more of \(Printable.quoted(name)).")
    }
}
