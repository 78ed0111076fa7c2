package import Lifecycle
package import Requests
package import Secrets

// What changes tokens.

extension CreateRequest: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { try Service.check(self, now: now) }
    /// Creates and seals the token.
    package func perform(by service: Service) throws(Failure) -> TokenView { try service.create(self) }
}

extension PolicyChange: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) { try Service.check(words, now: now) }
    /// Decides it.
    package func perform(by service: Service) throws(Failure) -> PolicyView { try service.decide(self) }
}

extension ApplyPlan: Served {
    /// Does just that.
    package func perform(by service: Service) throws(Failure) -> [Applied] { try service.apply(self) }
}

extension RenameRequest: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) {
        guard old != new else { throw .unusable(.naming(.sameLabel)) }
    }
    /// Renames the token.
    package func perform(by service: Service) throws(Failure) -> TokenView {
        try service.rename(old, to: new)
    }
}

extension RevokePlan: Served {
    /// Revokes and purges just these tokens.
    package func perform(by service: Service) throws(Failure) -> [Revoked] { try service.revoke(self) }
}

extension RotatePlan: Served {
    /// Puts new tokens in the place of just these.
    package func perform(by service: Service) throws(Failure) -> [Rotated] { try service.rotate(self) }
}

extension RotateAccountRequest: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) {
        if let expiry { _ = try TimeGrammar.expiry(expiry, now: now) }
    }
    /// Puts a new provisioning token in the place of the account's.
    package func perform(by service: Service) throws(Failure) -> RotatedAccount { try service.rotate(self) }
}

extension ForgetPlan: Served {
    /// Drops just these records.
    package func perform(by service: Service) throws(Failure) -> Done {
        try service.forget(plan)
        return Done()
    }
}

extension UnmanagedPlan: Served {
    /// Deletes the token.
    package func perform(by service: Service) throws(Failure) -> Done {
        try service.revoke(self)
        return Done()
    }
}

extension AdoptPlan: ServedSecret {
    /// Seals the token string.
    package func perform(by service: Service, with string: consuming SecretBytes) throws(Failure) -> Adopted {
        try service.adopt(self, string: string)
    }
}

extension SyncRequest: Served {
    /// Finishes or undoes what was interrupted, and compares both sides.
    package func perform(by service: Service) throws(Failure) -> SyncResult { try service.sync(self) }
}

extension MintRequest: Served {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) {
        try Service.check(minting: token, now: now)
    }
    /// Creates and seals the token.
    package func perform(by service: Service) throws(Failure) -> TokenView { try service.mint(self) }
}

extension EndLeaseRequest: Served {
    /// Revokes and purges the token.
    package func perform(by service: Service) throws(Failure) -> Done {
        try service.end(self)
        return Done()
    }
}

extension ArchiveRequest: ServedFile {
    /// Throws what makes it unusable.
    package func check(now: Instant) throws(Failure) {
        if let before { _ = try TimeGrammar.past(before, now: now) }
    }
    /// Moves the hand-outs.
    package func perform(by service: Service, with files: LentFiles) throws(Failure) -> ArchiveReport {
        try service.archive(to: files, before: before)
    }
}
