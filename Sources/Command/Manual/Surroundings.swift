/// What Lockstep finds around it, and leaves: variables of the environment and files. `Docs/Environment.md` says more of each.
enum Surroundings {
    /// A name, and what it is for.
    typealias Entry = (name: String, meaning: String)

    /// The variables that decide where things are and how the vault opens.
    static let variables: [Entry] = [
        ("LOCKSTEP_VAULT", "the vault, unless --vault names one"),
        ("LOCKSTEP_KEY_FILE", "a key file that opens the vault, unless a flag names what does"),
        ("LOCKSTEP_PASSPHRASE_FILE", "a file with the passphrase, unless a flag names what opens the vault"),
        ("LOCKSTEP_SOCKET", "the socket of the agent, an absolute path"),
        ("LOCKSTEP_SETTLE", "how long to wait for the provider to catch up, unless --settle says"),
        ("LOCKSTEP_LINODE_URL", "the address at which lockstep login logs in"),
        ("XDG_DATA_HOME", "the folder of the vault's folder (~/.local/share)"),
        ("XDG_STATE_HOME", "the folder of what this machine remembers (~/.local/state)"),
        ("XDG_CONFIG_HOME", "the folder of the configuration (~/.config)"),
        ("XDG_RUNTIME_DIR", "the folder of the agent's socket (/run/user/UID)"),
        ("HOME", "where those folders are unless a variable names them"),
        ("https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY", "a proxy for requests to the provider"),
        ("no_proxy, NO_PROXY", "hosts that are reached without the proxy"),
        ("LC_ALL, LC_CTYPE, LANG", "whether lockstep timeline draws lines or ASCII"),
        ("TERM, NO_COLOR", "whether colours and progress are drawn"),
        ("TZ", "the zone of the times that people read; those in JSON are UTC"),
        ("SSL_CERT_FILE, SSL_CERT_DIR", "the certificates to trust"),
    ]

    /// The vault and what is beside it.
    static let besideVault: [Entry] = [
        ("vault.db", "the vault"),
        ("vault.db-wal, vault.db-shm", "the log of SQLite, empty once a command has ended, and its index"),
        ("vault.db-lock", "marks the operations in progress"),
        ("vault.db-agent", "says which agent has the keys: its process and its socket"),
        ("vault.db-format1", "the vault of format 1, while it is migrated"),
    ]

    /// Files, at their usual places.
    static let files: [Entry] = [
        ("~/.local/share/lockstep/vault.db", "the vault; see lockstep-vault(5)"),
        (
            "~/.local/state/lockstep",
            "what this machine has seen of each vault, who got which token, and when status was last shown"
        ),
        ("~/.config/lockstep/config", "settings; see lockstep-config(1)"),
        ("~/.config/lockstep/docker.json", "which token docker gets for which server: labels, no secrets"),
        ("/run/user/UID/lockstep/agent.sock", "the socket of the agent"),
        ("/run/user/UID/lockstep/credentials.sock", "its socket for LoadCredential= of systemd"),
    ]
}
