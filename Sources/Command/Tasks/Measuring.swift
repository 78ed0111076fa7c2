internal import Lifecycle
internal import Requests

extension MetricsOptions {
    /// The figures; throws where nobody is there who opens the vault.
    func figures(_ context: Context) throws(Problem) -> VaultMetrics {
        try context.requireVault()
        if let figures = try context.answer(MetricsRequest()) { return figures }
        throw Problem(
            .locked, .locked, "The vault is locked, so most figures are missing.",
            hint: "Unlock an agent (lockstep unlock), or name what opens the vault: --key-file FILE")
    }

    /// Writes all of them to a file, or to standard output.
    func write(_ text: PrometheusText, to path: String?, _ context: Context) throws(Problem) {
        let file = try path.map { path throws(Problem) in try MetricsFile(path) }
        func put(_ text: String) throws(Problem) {
            if let file { try file.write(text) } else { try context.console.print(text) }
        }
        try put(text.plain)
        if isLabelled, let figures = text.figures {
            try put(PrometheusText.accounts(figures.accounts))
            try tokens(context, put)
        }
        try file?.finish()
    }

    /// Writes a sample for each token as it comes: there may be a hundred thousand.
    private func tokens(_ context: Context, _ put: (String) throws(Problem) -> Void) throws(Problem) {
        let tokens = try context.ask(ListRequest())
        var text = PrometheusText.tokenHead
        while let view = try tokens.next() {
            text += PrometheusText.sample(of: view)
            guard text.utf8.count > 65_536 else { continue }
            try put(text)
            text = ""
        }
        try put(text)
    }
}
