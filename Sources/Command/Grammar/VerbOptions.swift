/// What can be said behind a verb, as its flags' key paths fill it in, and what is done then. What every verb takes, and the
/// words that are no flags, stand in the context.
protocol VerbOptions: Hashable, Sendable {
    /// How the verb is called, and what can be said.
    static var verb: Verb { get }
    init()
    /// Does as was said.
    func run(_ context: Context) throws(Problem)
}

/// A command line that was read.
struct Invocation: Sendable {
    /// What every verb takes.
    let common: CommonOptions
    /// What this one takes besides.
    let own: any VerbOptions
}
