internal import Agent
internal import Glibc
internal import Lifecycle
internal import Platform
internal import ProviderLink
internal import ProviderProfiles
internal import Secrets
internal import Vault
internal import Wire

/// Says something on stderr.
func say(_ text: String) {
    let bytes = Array("lockstep-agent: \(text)\n".utf8)
    try? writeAll(bytes.span, to: STDERR_FILENO)
}

/// Reads the command line and serves.
enum Agency {
    static let help = """
        Holds the unlocked vault and hands tokens to this user's programs.

        Usage: lockstep-agent --socket PATH --vault PATH --state FOLDER [--idle SECONDS]
                              [--max SECONDS] [--every SECONDS] [--credentials PATH]

        Runs in the foreground. Sockets that systemd passes (LISTEN_FDS) are used
        instead of --socket and --credentials, which serves LoadCredential=. Pending
        operations are retried --every 60 seconds, through lockstep-provider. Keys are
        wiped when unused for --idle seconds (work in progress counts as use), and in
        any case --max seconds after unlocking; 0 for never. Where a grant says
        --confirm, the program that the vault names asks a person; it is set with:
        lockstep agent askpass PROGRAM
        SIGHUP locks, SIGTERM ends. Unlock it with: lockstep unlock

        """

    private static let flags = [
        "--socket", "--vault", "--state", "--idle", "--max", "--every", "--credentials",
    ]

    /// Serves until it is told to end.
    static func run(_ words: [String]) -> AgentExit {
        if words == ["--help"] {
            try? writeAll(Array(help.utf8).span, to: STDOUT_FILENO)
            return .done
        }
        var values: [String: String] = ["--idle": "28800", "--max": "0", "--every": "60"]
        var rest = words[...]
        while let name = rest.popFirst() {
            guard flags.contains(name), let value = rest.popFirst()
            else {
                say("\(name) is not a valid option or value; see --help")
                return .usage
            }
            values[name] = value
        }
        guard let socket = values["--socket"], let vault = values["--vault"], let state = values["--state"],
            let idle = values["--idle"].flatMap({ UInt32($0) }),
            let max = values["--max"].flatMap({ UInt32($0) }),
            let every = values["--every"].flatMap({ UInt32($0) })
        else {
            say("--socket, --vault and --state are required; see --help")
            return .usage
        }
        let places = AgentPlaces(
            socket: socket, credentials: values["--credentials"], vault: vault,
            lockstep: Programs.beside("lockstep"))
        return serve(places, state, LockTimes(idle: idle, max: max), every)
    }

    /// Said once, whenever it turns out.
    static func warnOfUnlockedMemory() {
        say("warning: \(Hardening.unlockedMemory)")
    }

    private static func serve(
        _ places: AgentPlaces, _ state: String, _ times: LockTimes, _ every: UInt32
    ) -> AgentExit {
        if let warning = NetworkVariables.warning(for: ProviderProfile.linode.address) {
            say("warning: \(warning)")
        }
        let (program, pace) = (ProgramLocation.opened(beside: "lockstep-provider"), SharedPace.make())
        do throws(SocketError) {
            let sides = BothSides(
                door: VaultFile(path: places.vault, state: state),
                provider: {
                    ProviderProcesses(program, rules: ProviderProfile.linode.rules, sharing: pace)
                }
            ).prepared
            let server = try AgentServer(
                places, times: times, every: every,
                door: sides.door, provider: sides.provider,
                keeping: [program.descriptor, pace].compactMap { $0 }, clock: SystemClock())
            if server.run() {
                say("the socket was removed or replaced; this agent wipes its keys and ends")
            }
            return .done
        } catch {
            say(error.words)
            if case .taken = error { return .taken }
            return .noSocket
        }
    }
}
