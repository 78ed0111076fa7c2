import Requests

@testable import Command

/// A command line, and what is read of it.
struct OptionCase: Sendable, CustomStringConvertible {
    let line: String
    let operands: [String]
    let options: any VerbOptions
    var description: String { line }

    init(_ line: String, _ operands: [String], _ options: any VerbOptions) {
        (self.line, self.operands, self.options) = (line, operands, options)
    }

    /// Without operands.
    init(_ line: String, _ options: any VerbOptions) { self.init(line, [], options) }

    static let all = looks + changes + handOuts + upkeep
    private static let handOut = HandOutOptions(isEvenExpired: true, isUnlogged: true)

    private static func words(_ set: (inout PolicyWords) -> Void) -> PolicyWords {
        var words = PolicyWords()
        set(&words)
        return words
    }

    private static let looks = [
        OptionCase("list", ListOptions()),
        OptionCase(
            "list --remote --expiring 14d --all --account work",
            ListOptions(isRemote: true, expiring: "14d", isAll: true, account: "work")),
        OptionCase(
            "list ci/* --expired --sort expiry", ["ci/*"], ListOptions(isExpired: true, order: "expiry")),
        OptionCase("list --specs", ListOptions(areSpecs: true)),
        OptionCase("list --tag a --tag b --owner ada", ListOptions(tags: ["a", "b"], owner: "ada")),
        OptionCase("show ci", ["ci"], ShowOptions()),
        OptionCase("status", StatusOptions()),
        OptionCase(
            "check ci/* db --warn 14d --critical 3d --exclude a --exclude b --never", ["ci/*", "db"],
            CheckOptions(warn: "14d", critical: "3d", excluded: ["a", "b"], warnsOfNever: true)),
        OptionCase("why ci", ["ci"], WhyOptions()),
        OptionCase(
            "timeline ci/* --sort label --limit 9 --span 90d --account work", ["ci/*"],
            TimelineOptions(order: "label", limit: "9", span: "90d", account: "work")),
        OptionCase("metrics --labels --output f.prom", MetricsOptions(isLabelled: true, output: "f.prom")),
        OptionCase("audit receipt ci", ["receipt", "ci"], AuditOptions()),
        OptionCase(
            "audit --limit 5 --label a --label b --event denied --since 7d --follow",
            AuditOptions(limit: "5", labels: ["a", "b"], events: ["denied"], since: "7d", isFollowing: true)),
        OptionCase(
            "audit archive f --readers ci --verify --archive a --before 90d --key 00", ["archive", "f"],
            AuditOptions(readers: "ci", isVerified: true, archive: "a", before: "90d", key: "00")),
        OptionCase(
            "leak a.log - --remote --rotate --revoke --yes", ["a.log", "-"],
            LeakOptions(isRemote: true, rotates: true, revokes: true, isAgreed: true)),
        OptionCase(
            "import env-file f --dry-run --wipe --label a --label B=b --name C --account work",
            ["env-file", "f"],
            ImportOptions(
                isRehearsal: true, takes: true, labels: ["a", "B=b"], names: ["C"], account: "work")),
        OptionCase("sync --dry-run --due", SyncOptions(isRehearsal: true, isDueOnly: true)),
    ]

    private static let changes = [
        OptionCase(
            "create ci --scope linodes:rw --scope domains:ro --expiry 90d --account work", ["ci"],
            CreateOptions(scopes: ["linodes:rw", "domains:ro"], expiry: "90d", account: "work")),
        OptionCase(
            "create --scope-unknown new:ro --full-access --reveal --list-scopes",
            CreateOptions(
                unknownScopes: ["new:ro"], isFullAccess: true, isRevealed: true, listsScopes: true)),
        OptionCase(
            "create ci --lifetime 90d --renew 66% --overlap 1h --owner ada --purpose x --tag a --tag b",
            ["ci"],
            CreateOptions(
                policy: words {
                    ($0.lifetime, $0.renewal, $0.overlap) = ("90d", "66%", "1h")
                    ($0.owner, $0.purpose, $0.tags) = ("ada", "x", ["a", "b"])
                })),
        OptionCase(
            "set ci --clear --lifetime 90d --renew never --overlap 0s --owner ada --purpose x --tag a --untag b --untag c",
            ["ci"],
            SetOptions(
                policy: words {
                    ($0.isCleared, $0.tags, $0.lost) = (true, ["a"], ["b", "c"])
                    ($0.lifetime, $0.renewal, $0.overlap) = ("90d", "never", "0s")
                    ($0.owner, $0.purpose) = ("ada", "x")
                })),
        OptionCase(
            "apply f --dry-run --exit-code --prune --account work --yes", ["f"],
            ApplyOptions(
                isRehearsal: true, exitsByDifference: true, prunes: true, account: "work", isAgreed: true)),
        OptionCase(
            "set a b --all --matching c --account work --yes", ["a", "b"],
            SetOptions(isAll: true, patterns: ["c"], account: "work", isAgreed: true)),
        OptionCase("revoke ci --keep-policy", ["ci"], RevokeOptions(keepsPolicy: true)),
        OptionCase("rename a b", ["a", "b"], RenameOptions()),
        OptionCase(
            "adopt ci --id 7 --prefix 0123 --token-stdin --account work", ["ci"],
            AdoptOptions(id: "7", prefix: "0123", isFromStdin: true, account: "work")),
        OptionCase(
            "bind ci https://git.example --remove", ["ci", "https://git.example"],
            BindOptions(isRemoving: true)),
        OptionCase(
            "revoke a b --all --expired --matching x* --matching y* --generation 2 --id 7 --prefix 0 --forget --account w --yes",
            ["a", "b"],
            RevokeOptions(
                isAll: true, isExpired: true, patterns: ["x*", "y*"], generation: "2", id: "7", prefix: "0",
                isForgotten: true,
                account: "w", isAgreed: true)),
        OptionCase(
            "login work --token-stdin --url https://x.example --allow-weaker", ["work"],
            LoginOptions(isFromStdin: true, url: "https://x.example", allowsWeaker: true)),
        OptionCase(
            "rotate a b --all --matching x* --expiring 9d --overlap 2h --until-read --expiry 90d --scope linodes:rw "
                + "--scope-unknown x:ro --full-access --account w --yes", ["a", "b"],
            RotateOptions(
                isAll: true, patterns: ["x*"], expiring: "9d", scopes: ["linodes:rw"],
                unknownScopes: ["x:ro"], isFullAccess: true, expiry: "90d", overlap: "2h",
                endsWhenRead: true, account: "w", isAgreed: true)),
        OptionCase("rekey", [], RekeyOptions()), OptionCase("rekey --deep", [], RekeyOptions(isDeep: true)),
        OptionCase("tick --hook /bin/true", [], TickOptions(hook: "/bin/true")),
        OptionCase("logout work", ["work"], LogoutOptions()),
    ]

    private static let handOuts = [
        OptionCase(
            "get ci --generation 2 --clip --clear-after 10s --no-newline --reveal --even-expired --unlogged",
            ["ci"],
            GetOptions(
                isBare: true, generation: "2", isClipped: true, clearAfter: "10s", isRevealed: true,
                handOut: handOut)),
        OptionCase(
            "run ci --env A=a --env-file f --allow-env PATH --keep-env LINODE_X --file B=b --mask --refresh-file r "
                + "--even-expired --unlogged",
            ["ci"],
            RunOptions(
                environment: ["A=a"], environmentFiles: ["f"], allowedVariables: ["PATH"],
                keptVariables: ["LINODE_X"], files: ["B=b"],
                isMasked: true, refreshed: "r", handOut: handOut)),
        OptionCase(
            "watch ci other --restart --stop-timeout 3s --signal HUP --on-change --env A=a --env-file f "
                + "--allow-env PATH --keep-env LINODE_X --file B=b --refresh-file r --even-expired --unlogged",
            ["ci", "other"],
            WatchOptions(
                run: RunOptions(
                    environment: ["A=a"], environmentFiles: ["f"], allowedVariables: ["PATH"],
                    keptVariables: ["LINODE_X"], files: ["B=b"], refreshed: "r", handOut: handOut),
                signal: "HUP", isRestarting: true, stopTimeout: "3s", isOnChange: true)),
        OptionCase(
            "run --mint --scope linodes:ro --scope-unknown new:ro --expiry 8h --account work --label job",
            RunOptions(
                isMinted: true,
                minted: MintOptions(
                    scopes: ["linodes:ro"], unknownScopes: ["new:ro"], expiry: "8h", account: "work",
                    label: "job"))),
        OptionCase(
            "inject --in t --out o --mode 640 --owner u:g --reveal --even-expired --unlogged",
            InjectOptions(
                input: "t", output: "o", mode: "640", owner: "u:g", isRevealed: true, handOut: handOut)),
        OptionCase(
            "credential git ci get --user me --even-expired --unlogged", ["git", "ci", "get"],
            CredentialOptions(user: "me", handOut: handOut)),
    ]

    private static let upkeep = [
        OptionCase(
            "init --recovery-file r --kdf 2s --two-factor",
            InitialiseOptions(recoveryFile: "r", derivation: "2s", isTwoFactor: true)),
        OptionCase(
            "slot add key-file k --name n --new-passphrase-file p --recovery-file r --kdf moderate --yes",
            ["add", "key-file", "k"],
            SlotOptions(
                name: "n", newPassphraseFile: "p", recoveryFile: "r", derivation: "moderate", isAgreed: true)),
        OptionCase(
            "slot add shares --threshold 3 --count 5 --share-folder f", ["add", "shares"],
            SlotOptions(threshold: "3", count: "5", shareFolder: "f")),
        OptionCase(
            "slot add system --with-key host --tpm2-pcrs 7", ["add", "system"],
            SlotOptions(sealedWith: "host", registers: "7")),
        OptionCase(
            "passwd --slot s --new-passphrase-file p --kdf 1s",
            PasswdOptions(slot: "s", newPassphraseFile: "p", derivation: "1s")),
        OptionCase("key --signing", KeyOptions(isSigning: true)),
        OptionCase(
            "depositor add ci LSDK-0 --labels ci/* --account work", ["add", "ci", "LSDK-0"],
            DepositorOptions(account: "work", labels: "ci/*")),
        OptionCase(
            "deposit ci --to t --scope a:ro --scope-unknown b:rw --full-access --expiry 9d --token-stdin "
                + "--signing-key k --into f", ["ci"],
            DepositOptions(
                ticket: "t", scopes: ["a:ro"], unknownScopes: ["b:rw"], isFullAccess: true, expiry: "9d",
                isFromStdin: true, signingKey: "k", folder: "f")),
        OptionCase("config", ConfigOptions()), OptionCase("completion bash", ["bash"], CompletionOptions()),
        OptionCase(
            "agent start --idle 1h --max 2h --clear --hands-out-only", ["start"],
            AgentOptions(times: NamedTimes(idle: "1h", max: "2h"), isCleared: true, isHandsOutOnly: true)),
        OptionCase("unlock --idle 1h --max 2h", UnlockOptions(times: NamedTimes(idle: "1h", max: "2h"))),
        OptionCase("lock", LockOptions()),
        OptionCase(
            "doctor --accept-older --repair --accept-log --yes --extract n",
            DoctorOptions(
                acceptsOlder: true, repairs: true, acceptsLog: true, isAgreed: true, extracts: "n")),
        OptionCase(
            "backup f --keep 3 --verify", ["f"], BackupOptions(keep: "3", isVerifying: true)),
        OptionCase("restore f --yes", ["f"], RestoreOptions(isAgreed: true)),
        OptionCase(
            "grant ci --manage --exe /e --unit u.service --cgroup /c --confirm --remove 2 --clear", ["ci"],
            GrantOptions(
                isManaging: true, executable: "/e", unit: "u.service", cgroup: "/c", confirmation: "askpass",
                removed: "2", isClearing: true)),
        OptionCase(
            "grant ci --confirm=terminal --into /i", ["ci"],
            GrantOptions(confirmation: "terminal", into: "/i")),
        OptionCase(
            "set --audit-keep 1y --hands-out-only on --ceiling linodes:rw --max-lifetime 90d --changes-per-hour 5 --backup b",
            SetOptions(
                auditKeep: "1y", handsOutOnly: "on", ceiling: "linodes:rw", maxLifetime: "90d",
                changesAnHour: "5", backup: "b")),
    ]
}
