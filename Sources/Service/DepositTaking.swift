internal import Lifecycle
internal import Requests
internal import Secrets

/// Takes in what depositors have left beside the vault: what is whole becomes a token of the vault once its account has shown it; what was
/// interrupted is looked for at the provider, and removed.
struct DepositTaking {
    let service: Service
    let depositors: [Depositor]
    let accounts: [Account]

    /// Who has deposited something that is theirs to deposit, and what.
    struct Known {
        let depositor: Depositor
        let account: Account
        let content: DepositContent
        let creation: Creation?
        var isWhole: Bool { content.record != nil && (content.entry == nil || creation?.isKept ?? false) }
    }

    /// What became of a deposit; `nil` where it was taken in before. The file is not needed any more where `isOver`.
    struct End {
        var view: DepositView?
        let isOver: Bool
    }

    /// What there is to say of a deposit without doing anything.
    func rehearse(_ found: borrowing FoundDeposit) -> DepositView {
        var view = DepositView(found.path, nil)
        do throws(DepositFlaw) {
            describe(try known(found), &view)
            view.state = .waiting
        } catch { view.flaw = error }
        return view
    }

    /// Does what there is to do for one.
    func take(_ found: inout FoundDeposit) -> End {
        var view = DepositView(found.path, nil)
        do throws(DepositFlaw) {
            let known = try known(found)
            describe(known, &view)
            return known.isWhole ? adopt(known, found.string.take(), view) : undo(known, view)
        } catch {
            view.flaw = error
            return End(view: view, isOver: false)
        }
    }

    private func describe(_ known: Known, _ view: inout DepositView) {
        view.depositor = known.depositor.name
        view.label = known.content.record?.label ?? known.creation?.subject.label
        view.token = known.content.record?.token.id
    }

    private func known(_ found: borrowing FoundDeposit) throws(DepositFlaw) -> Known {
        let content = try found.content.get()
        guard let depositor = depositors.first(where: { $0.key == content.depositor }) else {
            throw .unregistered
        }
        let creation: Creation?
        do throws(LedgerError) {
            creation =
                try content.entry.map { entry throws(LedgerError) in
                    try OperationKinds.read(entry)
                } as? Creation
        } catch { throw error.code == .newer ? .newer : .malformed }
        let nonces = [creation?.nonce, content.record?.nonce].compactMap(\.self)
        guard nonces.allSatisfy({ $0 == content.nonce }) else { throw .malformed }
        guard let about = content.record?.account ?? creation?.subject.account else { throw .malformed }
        guard about == depositor.account, let account = accounts.first(where: { $0.id == about }) else {
            throw .otherAccount
        }
        return Known(depositor: depositor, account: account, content: content, creation: creation)
    }
}
