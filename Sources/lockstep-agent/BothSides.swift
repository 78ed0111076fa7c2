internal import Lifecycle

/// The vault and the provider; what is different in test builds is added below.
struct BothSides {
    var door: any VaultDoor
    var provider: () -> any ProviderRouter
}

extension BothSides {
    #if DEBUG
        /// With failpoints between the workers and both sides, when a test asks for them.
        var prepared: BothSides {
            guard let points = Killpoint(inChildrenOnly: true) else { return self }
            return BothSides(
                door: Failpointed.door(door, points),
                provider: { [provider] in Failpointed.provider(provider(), points) })
        }
    #else
        /// A released program has no failpoints.
        var prepared: BothSides { self }
    #endif
}
