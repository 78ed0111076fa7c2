package import Lifecycle
package import Requests
package import Secrets

/// A request that the service performs.
package protocol Served: Request {
    /// Does what is asked for; throws why not.
    func perform(by service: Service) throws(Failure) -> Answer
}

/// A request whose answer comes in parts.
package protocol ServedStream: StreamedRequest {
    /// Begins the answer.
    func perform(by service: Service) throws(Failure) -> AnswerStream<Answer, Part>
}

/// A request that is performed with a secret.
package protocol ServedSecret: SecretRequest {
    /// Does what is asked for.
    func perform(by service: Service, with string: consuming SecretBytes) throws(Failure) -> Answer
}

/// A request about files that whoever asks has lent.
package protocol ServedFile: FileRequest {
    /// Does what is asked for.
    func perform(by service: Service, with files: LentFiles) throws(Failure) -> Answer
}

extension RequestKind {
    /// The type of its requests: `Served`, `ServedStream`, `ServedSecret` or `ServedFile`.
    package var type: any Request.Type {
        switch self {
        case .list: ListRequest.self
        case .listRemote: RemoteListRequest.self
        case .show: ShowRequest.self
        case .count: CountRequest.self
        case .audit: AuditRequest.self
        case .readers: ReadersRequest.self
        case .receipt: ReceiptRequest.self
        case .receiptKey: ReceiptKeyRequest.self
        case .settings: SettingsRequest.self
        case .grants: GrantsRequest.self
        case .hosts: HostsRequest.self
        case .planRevocation: TokenSelection.self
        case .planForgetting: ForgetRequest.self
        case .planUnmanaged: UnmanagedRequest.self
        case .planAdoption: AdoptRequest.self
        case .planRotation: RotateRequest.self
        case .rehearse: RehearsalRequest.self
        case .doctor: DoctorRequest.self
        case .follow: FollowRequest.self
        case .archived: ArchivedRequest.self
        case .policy: PolicyRequest.self
        case .trial: TrialRequest.self
        case .leakMarks: LeakMarksRequest.self
        case .planApplication: ApplyRequest.self
        case .check: CheckRequest.self
        case .metrics: MetricsRequest.self
        case .timeline: TimelineRequest.self
        case .why: WhyRequest.self
        case .slots: SlotsRequest.self
        case .planDecision: DecideRequest.self
        case .create, .rename, .revoke, .forget, .revokeUnmanaged, .adopt, .sync, .archive, .rotate, .decide,
            .apply, .tick, .mint, .endLease, .rotateAccount:
            change
        }
    }

    /// The type of those that change tokens.
    private var change: any Request.Type {
        switch self {
        case .create: CreateRequest.self
        case .rename: RenameRequest.self
        case .revoke: RevokePlan.self
        case .forget: ForgetPlan.self
        case .revokeUnmanaged: UnmanagedPlan.self
        case .adopt: AdoptPlan.self
        case .sync: SyncRequest.self
        case .archive: ArchiveRequest.self
        case .rotate: RotatePlan.self
        case .rotateAccount: RotateAccountRequest.self
        case .mint: MintRequest.self
        case .endLease: EndLeaseRequest.self
        case .tick: TickRequest.self
        case .decide: PolicyChange.self
        case .apply: ApplyPlan.self
        // The others look, each with a type of its own.
        default: ListRequest.self
        }
    }
}
