import Lifecycle
import Requests
import Secrets
import Wire

/// Every type that passes between processes.
enum WireTypes {
    /// The corpus names a type by its place in this list: new ones go to its end.
    static let all: [any (Coded & Sendable).Type] = [
        Account.self, AdoptPlan.self, AdoptRequest.self, Adopted.self, Applied.self, ApplyPlan.self,
        ApplyRequest.self, ApplyStep.self, ArchiveReport.self, ArchiveRequest.self,
        ArchivedRequest.self, AuditEntry.self, AuditPage.self, AuditReport.self, AuditRequest.self,
        CalendarDuration.self, Caller.self, CallerFacts.self, Ceiling.self, ChangePlace.self,
        ChangeSettings.self, CheckRequest.self, CheckResult.self, CountRequest.self, CreateRequest.self,
        Destination.self, DoctorResult.self, Done.self, EndLeaseRequest.self, Examination.self,
        Expiry.self, Failure.self, FollowRequest.self, ForgetPlan.self, ForgetRequest.self, Grant.self,
        GrantChange.self, HandOutAnswers.self, Identity.self, KeyHolder.self, Label.self,
        LabelReadings.self, LabelStanding.self, LeakKey.self, LeakMark.self, LeaseHolder.self,
        LedgerError.self, ListNotes.self, ListRequest.self, LockTimes.self, LoginPlan.self,
        LoginRequest.self, MintRequest.self, News.self, Origin.self, PendingView.self, Policy.self,
        PolicyChange.self, PolicyView.self, Progress.self, ProviderAddress.self, ProviderFailure.self,
        Reason.self, Receipt.self, ReceiptStatement.self, ReceiptView.self, RecentChanges.self,
        Reconciliation.self, Record.self, RecordID.self, RemoteListRequest.self, RemoteName.self,
        RemoteTokenView.self, RenameRequest.self, RequestHeader.self, RevokePlan.self, Revoked.self,
        RotatePlan.self, RotateRequest.self, Rotated.self, Scopes.self, Setback.self, ShowRequest.self,
        ShownToken.self, SyncRequest.self, SyncResult.self, TickRequest.self, TickResult.self,
        TimelineItem.self, TimelineRequest.self, Token.self, TokenFlag.self, TokenID.self,
        TokenSelection.self, TokenSpec.self, TokenView.self, UnmanagedPlan.self, UnmanagedRequest.self,
        UnreadableToken.self, Unusable.self, VaultCounts.self, VaultMetrics.self, VaultSettings.self,
        WhyRequest.self, WhyResult.self, DecideRequest.self,
    ]
}
