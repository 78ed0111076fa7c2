import Lifecycle
import Requests
import Secrets
import TestSupport
import Testing

/// The numbers are written out here once more, without a default: a new case is an error of the compiler until it has its number and its
/// row in the table.
@Suite("The number of a case")
struct CaseTests {
    static let failures: [Failure] =
        [
            .unusable(.event("x")), .vault(Samples.ledger), .archive(Samples.ledger, file: "a"),
            .provider(Samples.provider, Samples.account), .provider(Samples.provider, nil),
            .unfinished(.stillAlive, .over, nil),
            .unfinished(.ledger(Samples.ledger), .pending, Samples.account),
            .unfinished(.stopped, .undone, nil), .elsewhere, .overtaken(Samples.label),
            .inUse(Samples.label, isReserved: true), .noToken(Samples.label),
            .noAccount("w", known: [Samples.label]), .noAccounts, .otherAccount(Samples.label, account: "w"),
            .noRule(Samples.label), .noRule(nil), .tooManyRules, .tooManyHosts(Samples.label),
            .notBound(Samples.label, CaseTests.host), .otherAddress(Samples.address, Samples.account),
            .known(Samples.label, .adoption), .provisioning(.revocation), .noRemoteToken(.id(4711)),
            .noRemoteToken(.prefix("0123")), .noRemoteToken(.string), .ambiguous(3), .deadToken,
            .accountElsewhere(Samples.account, Samples.address), .otherUser(Samples.label),
            .damagedAccount(Samples.ledger), .accountInUse(Samples.label), .noReceipt(Samples.label),
            .planOutdated, .handsOutOnly, .notActive(Samples.label, .revoking),
            .tooManyGenerations(Samples.label), .rotation(.handedOut(Samples.label, 3)),
            .rotation(.cannotCreate(Samples.label)), .rotation(.notListed(Samples.label)),
            .aboveCeiling(.scopes(.all, allowed: .only(["linodes": .readOnly]))),
            .aboveCeiling(.lifetime(CalendarDuration(months: 6))), .tooManyChanges(60, until: Samples.now),
            .notManager(Samples.label, isHidden: true), .notManager(nil, isHidden: false),
            .depositor(.none("x")), .depositor(.taken(Samples.label)), .depositor(.tooMany),
        ] + slotFlaws.map { .slot($0) }

    static let slotFlaws: [SlotFlaw] = [
        .none("x"), .several("x"), .last, .tooMany, .tooCostly, .nameTaken("x"), .name, .keyTaken,
        .noPassphrase,
        .severalPassphrases(["x", "y"]), .together(["x", "y"]),
    ]

    static let unusables: [Unusable] = [
        .label("", .length(0)), .scopes(.missing), .scopes(.besideFullAccess),
        .scopes(.unknown("linode", nearest: "linodes")), .scopes(.unknown("x", nearest: nil)),
        .scopes(.level("w")), .scopes(.noReadOnly("x")), .scopes(.form("x")), .time(.missing),
        .time(.expiry("x")), .time(.past(Samples.now)), .time(.distant(Samples.now)), .time(.duration("x")),
        .time(.moment("x")), .time(.keep("x")), .time(.endless), .naming(.missing), .naming(.labelsAndAll),
        .naming(.sameLabel), .naming(.idAndPrefix), .naming(.id("/")), .naming(.longPrefix(16)),
        .naming(.shortPrefix(16)), .severalAccounts([Samples.label]), .event("x"), .limit("x"),
        .setting(.toggle("x")), .setting(.lifetime("x")), .setting(.changes("x")),
        .policy(.lifetime("x")), .policy(.renewal("x")), .policy(.overlap("x")), .policy(.owner),
        .policy(.purpose), .policy(.tag("x")), .policy(.bothWays("x")), .policy(.tooManyTags),
        .policy(.noLifetime), .spec(SpecFlaw(.malformed(line: 3, column: 7))), .spec(SpecFlaw(.form)),
        .spec(SpecFlaw(.version)), .spec(SpecFlaw(.tooMany)), .spec(SpecFlaw(.unknownKey("x"), at: 2)),
        .spec(SpecFlaw(.missing("x"), at: 2, Samples.label)), .spec(SpecFlaw(.type("x"), at: 2)),
        .spec(SpecFlaw(.label("", .length(0)), at: 2)), .spec(SpecFlaw(.duplicate, at: 2, Samples.label)),
        .spec(SpecFlaw(.expiryAndLifetime, at: 2)), .spec(SpecFlaw(.relative("9d"), at: 2)),
        .token(2, Samples.label, .scopes(.missing)),
    ]

    static let news: [News] = [
        .progress(Progress(total: 3, through: 1, heldUp: 1)), .again(.stopped), .excluded(Samples.label),
        .alive(Samples.label, .at(Samples.now)),
        .unreadable([UnreadableToken(id: nil, .field)], account: Samples.label), .forgot(Samples.view),
        .network("words"),
        .waiting(seconds: 5), .resealing(percent: 50),
    ]

    static let host = Destination("https://git.example/team") ?? CaseTests.none
    private static var none: Destination { preconditionFailure("a valid host") }

    @Test("of a failure stands before what it carries, which is read again", arguments: failures)
    func failure(_ failure: Failure) throws {
        #expect(failure.encoded.first == CaseTests.number(failure))
        try CodedTests.check(failure)
    }

    @Test("of what cannot be asked does, too", arguments: unusables)
    func unusable(_ unusable: Unusable) throws {
        let bytes = unusable.encoded
        switch unusable {
        case .scopes(let flaw): #expect(bytes.starts(with: [2, CaseTests.number(flaw)]))
        case .time(let flaw): #expect(bytes.starts(with: [3, CaseTests.number(flaw)]))
        case .naming(let flaw): #expect(bytes.starts(with: [4, CaseTests.number(flaw)]))
        case .label: #expect(bytes.first == 1)
        case .severalAccounts: #expect(bytes.first == 5)
        case .event: #expect(bytes.first == 6)
        case .limit: #expect(bytes.first == 7)
        case .setting: #expect(bytes.first == 8)
        case .policy: #expect(bytes.first == 9)
        case .spec: #expect(bytes.first == 10)
        case .token: #expect(bytes.first == 11)
        }
        try CodedTests.check(unusable)
    }

    @Test("of news does, too", arguments: news)
    func told(_ news: News) throws {
        #expect(news.encoded.first == CaseTests.number(news))
        try CodedTests.check(news)
    }

    @Test("none of them is left out of these tables")
    func complete() {
        #expect(Set(Self.failures.map { Self.number($0) }) == Set(1...37))
        #expect(Set(Self.unusables.compactMap(\.encoded.first)) == Set(1...11))
        var (scopes, times, namings) = (Set<UInt8>(), Set<UInt8>(), Set<UInt8>())
        for unusable in Self.unusables {
            if case .scopes(let flaw) = unusable { scopes.insert(Self.number(flaw)) }
            if case .time(let flaw) = unusable { times.insert(Self.number(flaw)) }
            if case .naming(let flaw) = unusable { namings.insert(Self.number(flaw)) }
        }
        #expect(scopes == Set(1...6) && times == Set(1...8) && namings == Set(1...7))
        #expect(Set(Self.news.map { Self.number($0) }) == Set(1...9))
    }

    @Test("that is none is refused", arguments: [0, 200, 255] as [UInt8])
    func unknown(_ number: UInt8) {
        #expect(throws: SecretsError.malformed) { try Failure([number]) }
        #expect(throws: SecretsError.malformed) { try Unusable([number]) }
        #expect(throws: SecretsError.malformed) { try Unusable([2, number]) }
        #expect(throws: SecretsError.malformed) { try Unusable([3, number]) }
        #expect(throws: SecretsError.malformed) { try Unusable([4, number]) }
        #expect(throws: SecretsError.malformed) { try News([number]) }
        #expect(throws: SecretsError.malformed) { try Weakness([number]) }
        #expect(throws: SecretsError.malformed) { try GrantChange([number]) }
        #expect(throws: SecretsError.malformed) { try RemoteName([number]) }
        #expect(throws: SecretsError.malformed) { try RemoteUse([number]) }
        #expect(throws: SecretsError.malformed) { try Failure.Standing([number]) }
        #expect(throws: SecretsError.malformed) { try Label.Problem([number]) }
        #expect(throws: SecretsError.malformed) { try LedgerError([number, 0, 0, 0, 0, 0, 0]) }
    }

    private static func number(_ failure: Failure) -> UInt8 {
        switch failure {
        case .unusable: 1
        case .vault: 2
        case .archive: 3
        case .provider: 4
        case .unfinished: 5
        case .elsewhere: 6
        case .overtaken: 7
        case .inUse: 8
        case .noToken: 9
        case .noAccount: 10
        case .noAccounts: 11
        case .otherAccount: 12
        case .noRule: 13
        case .tooManyRules: 14
        case .tooManyHosts: 15
        case .notBound: 16
        case .otherAddress: 17
        case .known: 18
        case .provisioning: 19
        case .noRemoteToken: 20
        case .ambiguous: 21
        case .deadToken: 22
        case .accountElsewhere: 23
        case .otherUser: 24
        case .damagedAccount: 25
        case .accountInUse: 26
        case .noReceipt: 27
        case .planOutdated: 28
        case .handsOutOnly: 29
        case .aboveCeiling: 30
        case .tooManyChanges: 31
        case .notManager: 32
        case .notActive: 33
        case .tooManyGenerations: 34
        case .rotation: 36
        case .slot: 35
        case .depositor: 37
        }
    }

    private static func number(_ flaw: ScopeFlaw) -> UInt8 {
        switch flaw {
        case .missing: 1
        case .besideFullAccess: 2
        case .unknown: 3
        case .level: 4
        case .noReadOnly: 5
        case .form: 6
        }
    }

    private static func number(_ flaw: TimeFlaw) -> UInt8 {
        switch flaw {
        case .missing: 1
        case .expiry: 2
        case .past: 3
        case .distant: 4
        case .duration: 5
        case .moment: 6
        case .keep: 7
        case .endless: 8
        }
    }

    private static func number(_ flaw: NamingFlaw) -> UInt8 {
        switch flaw {
        case .missing: 1
        case .labelsAndAll: 2
        case .sameLabel: 3
        case .idAndPrefix: 4
        case .id: 5
        case .longPrefix: 6
        case .shortPrefix: 7
        }
    }

    private static func number(_ news: News) -> UInt8 {
        switch news {
        case .progress: 1
        case .again: 2
        case .excluded: 3
        case .alive: 4
        case .unreadable: 5
        case .forgot: 6
        case .network: 7
        case .waiting: 8
        case .resealing: 9
        }
    }
}
