internal import Lifecycle

extension Rekeyed {
    /// The new keys for scripts.
    package var json: JSON {
        .answer([
            ("epoch", .count(keys.epoch)), ("deep", .bool(isDeep)), ("began", .moment(began)),
            ("resumed", .bool(isResumed)), ("slots", .count(keys.slots)),
            ("sharingSlots", .count(keys.sharing)),
        ])
    }
}
