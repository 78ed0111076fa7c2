package import Lifecycle
package import Secrets

// What each request is, and what comes of it. Their fields stand with the types.

extension ListRequest: StreamedRequest {
    package typealias Answer = ListNotes
    package typealias Part = TokenView
    package static var kind: RequestKind { .list }
    /// Reads a token; most have the scopes of the one before.
    package static func part(
        from reader: inout Reader, _ last: inout LastScopes
    ) throws(SecretsError) -> TokenView { try TokenView(from: &reader, &last) }
}

/// What the provider lists, and which of it is in the vault.
package struct RemoteListRequest: Request {
    package typealias Answer = [RemoteTokenView]
    package static let kind = RequestKind.listRemote
    /// Which tokens.
    package let list: ListRequest
    /// Asks the provider for the same.
    package init(_ list: ListRequest) { self.list = list }
    /// Writes which tokens.
    package func encode(to writer: inout Writer) { writer.value(list) }
    /// Reads which tokens.
    package init(from reader: inout Reader) throws(SecretsError) { list = try reader.value() }
}

extension AuditRequest: Request {
    package typealias Answer = AuditPage
    package static var kind: RequestKind { .audit }
}

extension CreateRequest: Request {
    package typealias Answer = TokenView
    package static var kind: RequestKind { .create }
}

/// A token gets another label, here and at the provider.
package struct RenameRequest: Request {
    package typealias Answer = TokenView
    package static let kind = RequestKind.rename
    /// The label that it has.
    package let old: Label
    /// The label that it gets.
    package let new: Label
    /// Names both.
    package init(_ old: Label, to new: Label) { (self.old, self.new) = (old, new) }
    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.value(old)
        writer.value(new)
    }
    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        (old, new) = (try reader.value(), try reader.value())
    }
}

extension TokenSelection: Request {
    package typealias Answer = RevokePlan
    package static var kind: RequestKind { .planRevocation }
}

extension RevokePlan: Request {
    package typealias Answer = [Revoked]
    package static var kind: RequestKind { .revoke }
}

/// Records that are to be dropped without asking the provider.
package struct ForgetRequest: Request {
    package typealias Answer = ForgetPlan
    package static let kind = RequestKind.planForgetting
    /// Which ones.
    package let tokens: TokenSelection
    /// Names them.
    package init(_ labels: [Label], account: String?) {
        tokens = TokenSelection(labels: labels, account: account)
    }
    /// Writes which ones.
    package func encode(to writer: inout Writer) { writer.value(tokens) }
    /// Reads which ones.
    package init(from reader: inout Reader) throws(SecretsError) { tokens = try reader.value() }
}

/// Exactly the records that are dropped, as the vault had them when that was planned.
package struct ForgetPlan: Request {
    package typealias Answer = Done
    package static let kind = RequestKind.forget
    /// The records' tokens.
    package var plan: RevokePlan
    /// Takes the same plan as a revocation.
    package init(_ plan: RevokePlan) { self.plan = plan }
    /// Writes the plan.
    package func encode(to writer: inout Writer) { writer.value(plan) }
    /// Reads the plan.
    package init(from reader: inout Reader) throws(SecretsError) { plan = try reader.value() }
}

/// A token that is in no vault, which is to be deleted at the provider.
package struct UnmanagedRequest: Request {
    package typealias Answer = UnmanagedPlan
    package static let kind = RequestKind.planUnmanaged
    /// What names it.
    package let name: RemoteName
    /// The name of the account; `nil` for the only one.
    package let account: String?
    /// Names it.
    package init(_ name: RemoteName, account: String?) { (self.name, self.account) = (name, account) }
    /// Writes both.
    package func encode(to writer: inout Writer) {
        writer.value(name)
        writer.value(account)
    }
    /// Reads both.
    package init(from reader: inout Reader) throws(SecretsError) {
        (name, account) = (try reader.value(), try reader.value(optional: String.self))
    }
}

extension UnmanagedPlan: Request {
    package typealias Answer = Done
    package static var kind: RequestKind { .revokeUnmanaged }
}

extension AdoptRequest: Request {
    package typealias Answer = AdoptPlan
    package static var kind: RequestKind { .planAdoption }
}

extension AdoptPlan: SecretRequest {
    package typealias Answer = Adopted
    package static var kind: RequestKind { .adopt }
}

extension SyncRequest: Request {
    package typealias Answer = SyncResult
    package static var kind: RequestKind { .sync }
}
