package import Lifecycle
package import Secrets

/// A use case as a value: what is asked for, and what the answer is.
package protocol Request: Coded {
    /// What comes of it.
    associatedtype Answer: Coded
    /// Its number.
    static var kind: RequestKind { get }
    /// Throws what makes it one that nobody can do, before anything is opened.
    func check(now: Instant) throws(Failure)
}

extension Request {
    /// Most are right as they are.
    package func check(now: Instant) throws(Failure) {}
}

/// A request whose answer may be long: a beginning, and parts that come one after the other.
package protocol StreamedRequest: Request {
    /// One of the parts.
    associatedtype Part: Coded
    /// Whether each part is wanted as soon as it is there.
    static var isLive: Bool { get }
    /// Reads one of the parts, which are read one after the other.
    static func part(from reader: inout Reader, _ last: inout LastScopes) throws(SecretsError) -> Part
}

extension StreamedRequest {
    /// Most come together, as many as fit.
    package static var isLive: Bool { false }
    /// Most have nothing in common with the one before.
    package static func part(
        from reader: inout Reader, _ last: inout LastScopes
    ) throws(SecretsError) -> Part { try reader.value() }
}

/// A request that a secret belongs to, which stays in guarded memory.
package protocol SecretRequest: Request {}

/// A request about a file, which whoever asks opens and lends: who performs it opens no path.
package protocol FileRequest: Request {
    /// The file as the asker calls it, for messages and for the name of a new one.
    var path: String { get }
    /// The name that a new file has until it is complete; `nil` where it has none.
    var interim: String? { get }
}

extension FileRequest {
    /// Most are about a file that is there.
    package var interim: String? { nil }
}

/// A long answer on its way.
package struct AnswerStream<Head, Part> {
    /// What comes first.
    package let head: Head
    private let step: () throws(Failure) -> Part?

    /// Takes what comes first, and what gives the next part, `nil` after the last.
    package init(_ head: Head, _ step: @escaping () throws(Failure) -> Part?) {
        (self.head, self.step) = (head, step)
    }

    /// The next part; `nil` after the last.
    package func next() throws(Failure) -> Part? { try step() }
}

/// The answer to what only has to be done.
package struct Done: Hashable, Sendable, Coded {
    /// There is nothing to say.
    package init() {}
    /// Writes nothing.
    package func encode(to writer: inout Writer) {}
    /// Reads nothing.
    package init(from reader: inout Reader) throws(SecretsError) {}
}
