internal import Lifecycle
internal import Requests
internal import Secrets

/// The providers, a word before the first request to one that the environment decides how to reach, and one while a provider takes no more.
final class AnnouncingProvider: ProviderRouter {
    private let provider: any ProviderRouter
    private let hear: (News) -> Void
    private var said: Set<ProviderAddress> = []

    init(_ provider: any ProviderRouter, _ hear: @escaping (News) -> Void) {
        (self.provider, self.hear) = (provider, hear)
        provider.tellPauses { hear(.waiting(seconds: $0)) }
    }

    func submit(
        _ request: ProviderRequest, to address: ProviderAddress, as string: borrowing SecretBytes, tag: UInt64
    ) throws(ProviderFailure) {
        if said.insert(address).inserted, let words = networkWarning(at: address) { hear(.network(words)) }
        try provider.submit(request, to: address, as: string, tag: tag)
    }

    func rules(at address: ProviderAddress) -> ProviderRules { provider.rules(at: address) }

    func networkWarning(at address: ProviderAddress) -> String? { provider.networkWarning(at: address) }

    func next() throws(ProviderFailure) -> ProviderReply { try provider.next() }
}
