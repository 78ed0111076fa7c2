/// What can be said behind a verb, as its flags' key paths fill it in, and what is done then. What every verb takes, and the
/// words that are no flags, stand in the context.
protocol VerbOptions: Sendable {
    init()
    /// Does as was said.
    func run(_ context: Context) throws(Problem)
}

/// A command line that was read.
struct Invocation: Sendable {
    /// What every verb takes.
    let common: Options
    /// What this one takes besides.
    let own: any VerbOptions
}
