internal import Lifecycle
internal import Platform
internal import Requests

/// What was said already: of several requests of one command each tells it.
final class Warned {
    fileprivate var network: Set<String> = []
}

extension Context {
    /// Says what the service tells while it works; `bar` shows how far it is.
    func telling(_ bar: ProgressBar? = nil) -> (News) -> Void {
        var isHalting = false
        return { news in
            if Halting.isWanted, !isHalting {
                isHalting = true
                bar?.clear()
                console.note(
                    "Interrupted: finishing what was started, and starting nothing more. Press Ctrl-C again "
                        + "to end immediately."
                )
            }
            switch news {
            case .progress(let progress): bar?.show(progress)
            case .resealing(let percent): bar?.show(percent: percent)
            case .again(let reason): console.note("\(Problem(reason).message) Trying again.")
            case .excluded(let label):
                console.note("Left alone: \(Printable.quoted(label.text)), which the filters exclude.")
            case .alive(let label, let expiry): console.warn(notExpired(label, expiry))
            case .unreadable(let tokens, let account):
                bar?.clear()
                warn(of: tokens, account)
            case .network(let words):
                bar?.clear()
                warn(ofNetwork: words)
            case .forgot(let view): tellForgotten(view)
            case .waiting(let seconds): Ticker.wait(seconds: seconds)
            }
        }
    }

    /// Warns, once, of what of the environment decides how a provider is reached.
    func warn(ofNetwork words: String?) {
        guard let words, warned.network.insert(words).inserted else { return }
        console.warn(Warning(.networkVariables, words))
    }

    private func notExpired(_ label: Label, _ expiry: Expiry) -> Warning {
        Warning(
            .notExpired,
            "\(Printable.quoted(label.text)) expired \(Times.words(expiry, now: now)) by this machine's "
                + "clock, but the provider still accepts it. It is left alone; check the clock")
    }

    private func tellForgotten(_ view: TokenView) {
        guard !options.json else { return }
        console.note(Sentence.forgotten(view.record))
    }

    /// Warns of listed tokens that could not be understood: they are in none of the counts.
    private func warn(of unreadable: [UnreadableToken], _ account: Label) {
        for token in unreadable.prefix(20) {
            let name = token.id.map { "the token with id \($0)" } ?? "a token without a readable id"
            console.warn(
                Warning(
                    .unreadableToken,
                    "\(account.text): \(name) at the provider \(token.flaw.words). It is left alone."))
        }
        if unreadable.count > 20 {
            console.warn(
                Warning(
                    .unreadableToken,
                    "\(account.text): \(unreadable.count - 20) more tokens cannot be read."))
        }
    }
}
