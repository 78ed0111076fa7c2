internal import CPlatform
internal import Glibc
internal import Requests
internal import Secrets

/// How much work a passphrase is made to cost, as `--kdf` says it.
struct Derivation {
    private enum Wanted {
        case fixed(PassphraseCost)
        /// So many milliseconds on this machine.
        case time(Int64)
    }

    private let wanted: Wanted
    private let console: Console

    /// Reads a name or a time; throws `usage` for anything else, before anybody is asked for anything.
    init(_ text: String?, _ context: Context) throws(Problem) {
        console = context.console
        switch text {
        case nil, "moderate": wanted = .fixed(.moderate)
        case "interactive": wanted = .fixed(.interactive)
        case "sensitive": wanted = .fixed(.sensitive)
        case .some(let text):
            guard let time = Derivation.milliseconds(text), (100...60_000).contains(time) else {
                throw .usage(
                    "\(Printable.quoted(text)) is not a valid --kdf.",
                    hint: "Write interactive, moderate, sensitive, or a time from 100ms to 60s, such as 2s.")
            }
            wanted = .time(time)
        }
    }

    private static func milliseconds(_ text: String) -> Int64? {
        let unit = text.hasSuffix("ms") ? 1.0 : 1000.0
        let number = text.dropLast(unit == 1 ? 2 : 1)
        guard text.hasSuffix("s"), let value = Double(number), value.isFinite, value < 1e6,
            number.allSatisfy({ $0.isNumber || $0 == "." })
        else { return nil }
        return Int64(value * unit)
    }

    /// The cost; a time is measured out first.
    func get() throws(Problem) -> PassphraseCost {
        switch wanted {
        case .fixed(let cost): return cost
        case .time(let milliseconds):
            let cost = PassphraseCost(taking: milliseconds, if: try measured(), memory: Derivation.memory)
            console.note(
                "The passphrase takes \(cost.passes) passes over \(cost.memory / 1024) MiB of memory to try.")
            return cost
        }
    }

    /// How many milliseconds the least cost takes here.
    private func measured() throws(Problem) -> Int64 {
        let start = lockstep_monotonic()
        do throws(SecretsError) {
            let salt = [UInt8](repeating: 0, count: PassphraseCost.saltSize)
            _ = try PassphraseCost.interactive.key(
                of: SecretBytes(random: 16), salt: salt, for: Root.self)
        } catch { throw Problem(error, reading: "The passphrase") }
        return max(lockstep_monotonic() - start, 1)
    }

    /// A quarter of this machine's memory, in KiB.
    private static var memory: UInt64 {
        UInt64(max(sysconf(Int32(_SC_PHYS_PAGES)), 0)) * UInt64(max(sysconf(Int32(_SC_PAGESIZE)), 0)) / 4096
    }
}
