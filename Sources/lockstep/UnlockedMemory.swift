internal import Command
internal import Secrets

extension Program {
    /// Said once, whenever it turns out.
    static func warnOfUnlockedMemory() {
        CommandLineTool.warn(Warning(.unlockedMemory, Hardening.unlockedMemory))
    }
}
