import Lifecycle
import ProviderProfiles

extension ProviderProfile {
    /// A provider that differs from Linode wherever one may: ids are texts, tokens expire with a day, cannot be renamed, and are
    /// listed with the scopes that the one they were made with stands for.
    static func forge(at address: ProviderAddress) -> ProviderProfile {
        ProviderProfile(
            name: "Forge", address: address, page: "https://forge.example/tokens",
            catalog: ScopeCatalog([
                .init(name: "repo", title: "Repositories", hasReadOnly: true),
                .init(name: "packages", title: "Packages", hasReadOnly: true),
            ]),
            rules: ProviderRules(
                canRename: false, expiryStep: 86_400, expansions: ["repo": ["contents", "issues"]]),
            labelLengths: 1...60, farthestExpiry: 365 * 86_400, publicPrefix: 8, stringLengths: 40...40,
            hasNumericIDs: false, tokenVariables: ["FORGE_TOKEN"],
            addressVariables: [("FORGE_HOST", .host)], variablePrefix: "FORGE_")
    }
}
