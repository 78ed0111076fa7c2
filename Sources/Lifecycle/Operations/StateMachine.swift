package import Secrets

/// An operation that touches provider and vault: events in, steps out, no input or output inside.
package protocol StateMachine: Hashable, Sendable {
    /// The number of the kind in the journal; it never changes once it is released.
    static var number: UInt8 { get }
    /// The word for people, in listings and JSON.
    static var name: String { get }

    /// What it is about.
    var subject: Subject { get set }
    /// Takes an event and says what is done next, at a provider of such ways.
    mutating func on(_ event: Event, at now: Instant, under rules: ProviderRules) -> Step

    /// The records that it is about: what becomes of one of them concerns it.
    var records: [RecordID] { get }
    /// The record that it is told of when it is taken up again.
    var looksAt: RecordID { get }
    /// What it waits for, once nobody performs it.
    var waiting: Waiting { get }
    /// Whether `sync` undoes it rather than finishes it: it has no sealed string, or one that is not to be kept.
    var isUndoneBySync: Bool { get }
    /// The nonce that a token of it carries at the provider; `nil` where it makes none.
    var provisionalNonce: Nonce? { get }
    /// The token that it is about, where the vault has no record of it.
    var unmanagedToken: TokenID? { get }
    /// The provisioning token that it is to replace, as long as it may still be another by then.
    var replaceable: Token? { get }
    /// What it means that another process had the record, and left it so; `nil` where that says nothing.
    func overtaken(by record: Record?) -> Outcome?

    /// Its fields in the journal: the subject's, and its own from number 0x10 on.
    var fields: NumberedFields { get }
    /// Reads the fields; throws `later` for what a later version has put there and must not be passed over.
    init(fields: NumberedFields) throws(SecretsError)
    /// Reads what version 1 of the vault format has in its journal, where it has the kind at all.
    init(format1 reader: inout Reader) throws(SecretsError)
}

extension StateMachine {
    package var records: [RecordID] { [subject.record] }
    package var looksAt: RecordID { subject.record }
    package var waiting: Waiting { Waiting(after: subject.setback) }
    package var isUndoneBySync: Bool { false }
    package var provisionalNonce: Nonce? { nil }
    package var unmanagedToken: TokenID? { nil }
    package var replaceable: Token? { nil }
    package func overtaken(by record: Record?) -> Outcome? { nil }
    package init(format1 reader: inout Reader) throws(SecretsError) { throw .malformed }

    /// The word for people, in listings and JSON.
    package var name: String { Self.name }

    /// The operation as the journal keeps it.
    package var journalEntry: JournalEntry {
        var writer = Writer()
        writer.byte(Self.number)
        fields.encode(to: &writer)
        return JournalEntry(writer.bytes)
    }

    /// Remembers what holds it up now.
    mutating func note(_ reason: Reason, at now: Instant) {
        subject.setback = Setback(reason, after: subject.setback, at: now)
    }

    /// The end for an event that cannot be in the present state: nothing is done, and `sync` looks at it again.
    func impossible(_ event: Event) -> Step { Step([], .finish(.pending(.impossible(event.kind)))) }
}

/// What an operation in the journal waits for.
package enum Waiting: Hashable, Sendable {
    /// Nothing: whoever is free may go on with it.
    case nothing
    /// Its next try: before that moment a timer leaves it alone, unless the clock was put back to before the setback.
    case moment(Instant, since: Instant)
    /// A listing of the account's tokens, which `sync` reads anyway. Nothing is left to do for anybody.
    case listing
    /// A moment that was set from the beginning: before it nothing is to be done, and nothing holds it up.
    case rest(until: Instant)
    /// The end of the process that holds its token; where that cannot be seen from here, the moment at which the token expires.
    case holder(LeaseHolder, until: Instant)

    /// Waits as a setback asks for.
    package init(after setback: Setback?) {
        self = setback.map { .moment($0.due, since: $0.time) } ?? .nothing
    }

    /// Whether a timer should go on with the operation now; of a holder only the vault can tell (`Ledger.isDue`).
    package func isOver(at now: Instant) -> Bool {
        switch self {
        case .nothing: true
        case .moment(let due, let since): now >= due || now < since
        case .listing: false
        case .rest(let until): now >= until
        case .holder: false
        }
    }

    /// The moment up to which it rests; `nil` where it waits for anything else.
    package var rest: Instant? {
        if case .rest(let until) = self { until } else { nil }
    }

    /// Whether it bides its time: nobody has to see to it before a moment that is still to come.
    package func isAtRest(at now: Instant) -> Bool {
        switch self {
        case .rest(let until): now < until
        case .holder: true
        case .nothing, .moment, .listing: false
        }
    }

    /// Whether it is unfinished: it was stopped, is held up, or its moment has come; of a holder only the vault can tell
    /// (`Ledger.isUnfinished`).
    package func isUnfinished(at now: Instant) -> Bool { self != .listing && !isAtRest(at: now) }
}
