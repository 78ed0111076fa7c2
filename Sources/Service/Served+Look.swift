package import Lifecycle
package import Requests
package import Secrets

// What changes nothing.

extension ListRequest: ServedStream {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { _ = try TimeGrammar.horizon(expiring, now: now) }
    /// The tokens of the vault, by label.
    package func perform(by service: Service) throws(Failure) -> AnswerStream<ListNotes, TokenView> {
        try service.list(self)
    }
}

extension RemoteListRequest: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { try list.check(now: now) }
    /// The tokens at the provider.
    package func perform(by service: Service) throws(Failure) -> [RemoteTokenView] {
        try service.listRemote(list)
    }
}

extension ShowRequest: Served {
    /// The token.
    package func perform(by service: Service) throws(Failure) -> ShownToken { try service.show(label) }
}

extension CountRequest: Served {
    /// The counts.
    package func perform(by service: Service) throws(Failure) -> VaultCounts {
        try service.counts(expiringWithin: Int64(days), since: since)
    }
}

extension AuditRequest: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { _ = try AuditFilter(self, now: now) }
    /// The newest entries that fit.
    package func perform(by service: Service) throws(Failure) -> AuditPage {
        try service.audit(AuditFilter(self, now: service.now), isVerified: isVerified)
    }
}

extension ArchivedRequest: ServedFile {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { try audit.check(now: now) }
    /// The newest entries that fit.
    package func perform(by service: Service, with files: LentFiles) throws(Failure) -> AuditPage {
        try service.audit(AuditFilter(audit, now: service.now), archive: files)
    }
}

extension ReadersRequest: Served {
    /// Its readers.
    package func perform(by service: Service) throws(Failure) -> LabelReadings {
        try service.readers(of: label)
    }
}

extension ReceiptRequest: Served {
    /// The receipt.
    package func perform(by service: Service) throws(Failure) -> ReceiptView {
        try service.receipt(of: label)
    }
}

extension ReceiptKeyRequest: Served {
    /// The key.
    package func perform(by service: Service) throws(Failure) -> String { Hex.text(service.receiptKey) }
}

extension SettingsRequest: Served {
    /// The settings.
    package func perform(by service: Service) throws(Failure) -> VaultSettings { try service.settings() }
}

extension GrantsRequest: Served {
    /// The rules.
    package func perform(by service: Service) throws(Failure) -> [Grant] { try service.record(label).grants }
}

extension HostsRequest: Served {
    /// The hosts.
    package func perform(by service: Service) throws(Failure) -> [Destination] {
        try service.hosts(of: label)
    }
}

extension PolicyRequest: Served {
    /// What is decided.
    package func perform(by service: Service) throws(Failure) -> PolicyView {
        try service.policy(of: label)
    }
}

extension ApplyRequest: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { try Service.check(specs, now: now) }
    /// Exactly what would be done.
    package func perform(by service: Service) throws(Failure) -> ApplyPlan {
        try service.plan(applying: self)
    }
}

extension DecideRequest: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) {
        try Service.check(tokens)
        try Service.check(words, now: now)
    }
    /// Exactly what would be decided.
    package func perform(by service: Service) throws(Failure) -> ApplyPlan {
        try service.plan(deciding: self)
    }
}

extension TokenSelection: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { try Service.check(self) }
    /// Exactly the tokens that would be revoked.
    package func perform(by service: Service) throws(Failure) -> RevokePlan {
        try service.plan(revoking: self)
    }
}

extension ForgetRequest: Served {
    /// Exactly the records that would be dropped.
    package func perform(by service: Service) throws(Failure) -> ForgetPlan {
        ForgetPlan(try service.plan(forgetting: tokens))
    }
}

extension UnmanagedRequest: Served {
    /// The token that would be deleted.
    package func perform(by service: Service) throws(Failure) -> UnmanagedPlan {
        try service.plan(revoking: name, account: account)
    }
}

extension AdoptRequest: Served {
    /// What can be found out before the token string is asked for.
    package func perform(by service: Service) throws(Failure) -> AdoptPlan {
        try service.plan(adopting: self)
    }
}

extension RehearsalRequest: Served {
    /// What a sync would do.
    package func perform(by service: Service) throws(Failure) -> SyncResult { try service.rehearse() }
}

extension DoctorRequest: Served {
    /// What was found.
    package func perform(by service: Service) throws(Failure) -> DoctorResult { try service.doctor() }
}

extension LeakMarksRequest: ServedStream {
    /// What every token string is recognised by.
    package func perform(by service: Service) throws(Failure) -> AnswerStream<LeakKey, LeakMark> {
        try service.leakMarks()
    }
}

extension TrialRequest: ServedSecret {
    /// Whose the string is.
    package func perform(by service: Service, with string: consuming SecretBytes) throws(Failure) -> Trial {
        try service.trial(self, string: string)
    }
}
