import Lifecycle
import Requests
import TestSupport
import Testing

@testable import Command

@Suite("What a failure is called")
struct FailureCodeTests {
    @Test(
        "is the same for programs and for people, whatever the vault says",
        arguments: LedgerError.Code.allCases)
    func vault(_ code: LedgerError.Code) {
        for part in LedgerError.Part.allCases {
            let error = LedgerError(code, part)
            for failure in [
                Failure.vault(error), .archive(error, file: "f"), .unfinished(.ledger(error), .over, nil),
            ] {
                #expect(Problem(failure).code == failure.errorCode, "\(failure)")
            }
        }
    }

    @Test("is the same, whatever the provider says", arguments: ProviderFailure.Code.allCases)
    func provider(_ code: ProviderFailure.Code) {
        let failure = ProviderFailure(code)
        for failure in [
            Failure.provider(failure, nil), .unfinished(.provider(failure), .pending, Value.account()),
        ] {
            #expect(Problem(failure).code == failure.errorCode)
        }
    }

    private static let reasons: [Reason] = [
        .unknownOutcome, .unreadableListing, .grantedOtherwise, .unusableString, .strayDeleted, .stillAlive,
        .stillListed, .vanished, .mismatch, .stopped, .superseded, .notScrubbed, .abandoned, .halted,
    ]

    @Test("is the same, whatever an operation came to", arguments: reasons)
    func reason(_ reason: Reason) {
        for standing in [Failure.Standing.over, .pending, .undone] {
            let failure = Failure.unfinished(reason, standing, nil)
            #expect(Problem(failure).code == failure.errorCode)
        }
    }

    private static let others: [Failure] = {
        let (label, account) = (Value.label("ci"), Value.account())
        let uses: [RemoteUse] = [.adoption, .revocation]
        let names: [RemoteName] = [.id(1), .prefix("0123"), .string]
        let now = Value.now
        return uses.flatMap { [.known(label, $0), .provisioning($0)] } + names.map { .noRemoteToken($0) } + [
            .unusable(.time(.missing)), .unusable(.scopes(.missing)), .unusable(.naming(.missing)),
            .unusable(.event("x")), .unusable(.limit("x")), .unusable(.severalAccounts([label])),
            .elsewhere, .overtaken(label), .inUse(label, isReserved: true), .inUse(label, isReserved: false),
            .noToken(label), .noAccount("a", known: []), .noAccounts, .otherAccount(label, account: "a"),
            .noRule(label), .noRule(nil), .tooManyRules, .tooManyHosts(label),
            .otherAddress(account.home, account),
            .ambiguous(2), .deadToken, .accountElsewhere(account, account.home), .otherUser(label),
            .damagedAccount(LedgerError(.altered)), .accountInUse(label), .noReceipt(label), .handsOutOnly,
            .aboveCeiling(.scopes(.all, allowed: .only([:]))), .tooManyChanges(1, until: now),
            .notManager(nil, isHidden: true), .notManager(label, isHidden: false), .planOutdated,
            .slot(.none("x")), .slot(.several("x")), .slot(.last), .slot(.tooMany), .slot(.tooCostly),
            .slot(.nameTaken("x")), .slot(.name), .slot(.keyTaken), .slot(.noPassphrase),
            .slot(.severalPassphrases(["x"])), .slot(.together(["x"])),
            .depositor(.none("x")), .depositor(.taken(.vault)), .depositor(.tooMany),
        ]
    }()

    @Test("is the same for all else", arguments: others)
    func other(_ failure: Failure) {
        #expect(Problem(failure).code == failure.errorCode)
    }
}
