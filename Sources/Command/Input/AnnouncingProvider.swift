internal import Lifecycle
internal import Secrets

/// The providers, and a word before the first request to one that the environment decides how to reach.
final class AnnouncingProvider: ProviderRouter {
    private let provider: any ProviderRouter
    private let warning: (_ address: ProviderAddress) -> Warning?
    private let console: Console
    private var said: Set<Warning> = []

    init(_ tools: Tools, _ console: Console) {
        (provider, warning, self.console) = (tools.provider, tools.networkWarning, console)
    }

    func submit(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes, tag: UInt64
    ) throws(ProviderFailure) {
        if let warning = warning(address), said.insert(warning).inserted { console.warn(warning) }
        try provider.submit(request, to: address, as: string, tag: tag)
    }

    func rules(at address: ProviderAddress) -> ProviderRules { provider.rules(at: address) }

    func next() throws(ProviderFailure) -> ProviderReply { try provider.next() }
}
