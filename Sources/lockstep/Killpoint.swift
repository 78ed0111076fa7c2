internal import Command

/// The program; what is different in test builds is added below.
enum Program {}

#if DEBUG
    internal import Lifecycle

    extension Program {
        /// Puts failpoints between the command line and both sides, when a test asks for them.
        static func prepared(_ tools: Tools) -> Tools {
            guard let points = Killpoint() else { return tools }
            var pointed = Tools(
                door: { Failpointed.door(tools.door($0, $1), points) },
                depositing: tools.depositing, provider: Failpointed.provider(tools.provider, points),
                clock: tools.clock,
                version: tools.version)
            pointed.step = { _ = points.pass() }
            return pointed
        }
    }
#else
    extension Program {
        /// A released program has no failpoints.
        static func prepared(_ tools: Tools) -> Tools { tools }
    }
#endif
