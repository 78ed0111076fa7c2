internal import Platform

/// What the providers of one agent share: how many requests are in flight, and how many more each server takes.
package enum SharedPace {
    /// What a provider is told that finds it at the descriptor that it was passed.
    static let words = ["--shared-pace"]

    /// Makes it, empty; `nil` where the system has no such memory: then each provider paces itself.
    package static func make() -> Int32? { try? Descriptor.inMemory().released() }

    /// Where a provider finds it that was started with these words; `nil` for none.
    package static func descriptor(in words: [String]) -> Int32? {
        words.dropFirst() == SharedPace.words[...] ? Processes.passed : nil
    }
}
