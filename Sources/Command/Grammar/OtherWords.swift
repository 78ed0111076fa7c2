/// Verbs of other programs that a person may try first, and what does the same here.
enum OtherWords {
    /// What to say instead of a word that is no verb; `nil` for one that means nothing.
    static func hint(_ word: String) -> String? {
        table.first { $0.words.contains(word.lowercased()) }?.hint
    }

    /// All words, for a test that none of them is a verb.
    static var all: [String] { table.flatMap(\.words) }

    private static let table: [(words: [String], hint: String)] = [
        (
            ["delete", "remove", "del", "destroy", "purge", "drop", "expire"],
            "End a token at the provider and here: lockstep revoke LABEL"
        ),
        (
            ["new", "add", "make", "generate", "gen", "issue"],
            "Create a token: lockstep create LABEL --scope linodes:rw --expiry 90d. Seal an existing one: "
                + "lockstep adopt LABEL"
        ),
        (
            ["store", "save", "put", "insert", "load", "migrate"],
            "Seal an existing token: lockstep adopt LABEL. Those in linode-cli's file, an env file or pass: "
                + "lockstep import"
        ),
        (["exec", "with", "env", "start-with"], "Give a token to a program: lockstep run LABEL -- COMMAND"),
        (
            ["cat", "read", "print", "reveal", "fetch", "export", "token"],
            "Print a token: lockstep get LABEL. Give it to a program: lockstep run LABEL -- COMMAND"
        ),
        (["copy", "cp", "clip", "paste"], "Copy a token to the clipboard: lockstep get LABEL --clip"),
        (["move", "relabel"], "Give a token another label: lockstep rename LABEL NEW-LABEL"),
        (
            ["edit", "update", "change", "modify", "extend"],
            "Scopes and expiry of a token never change: replace it with lockstep rotate LABEL. To change its "
                + "label: lockstep rename; who may have it: lockstep grant"
        ),
        (
            ["renew", "roll", "replace"],
            "Replace a token by a new one: lockstep rotate LABEL"
        ),
        (
            ["whoami", "account", "accounts", "who", "info", "state"],
            "The vault, its agent and its accounts: lockstep status"
        ),
        (["auth", "signin", "connect"], "Seal the token that Lockstep creates others with: lockstep login"),
        (
            ["signout", "disconnect"],
            "Wipe an account: lockstep logout ACCOUNT. Wipe the agent's keys: lockstep lock"
        ),
        (
            ["scan", "leaks", "leaked", "secrets", "detect"],
            "Find token strings in files and folders: lockstep leak FILE"
        ),
        (["describe", "view", "inspect"], "What is known about a token: lockstep show LABEL"),
        (
            ["tokens", "all", "dir", "find", "search", "grep"],
            "List your tokens: lockstep list [GLOB]"
        ),
        (["scopes", "scope", "permissions"], "List all scopes: lockstep create --list-scopes"),
        (["log", "logs", "history", "events"], "What was done, and who got which token: lockstep audit"),
        (["verify", "repair", "fix", "fsck"], "What is wrong with the vault: lockstep doctor"),
        (
            ["password", "passphrase", "chpass", "change-password"],
            "Change the passphrase: lockstep passwd"
        ),
        (
            ["keys", "slots", "recovery", "recover", "factors"],
            "The ways into the vault: lockstep slot list"
        ),
        (["open"], "Have an agent hold the keys: lockstep unlock"),
        (["close"], "Have the agent wipe its keys: lockstep lock"),
        (["start", "daemon", "serve"], "Start the agent: lockstep agent start"),
        (["stop", "kill"], "Stop the agent: lockstep agent stop"),
        (["settings", "option", "options"], "What is set in the vault: lockstep set"),
        (["setup", "initialize", "initialise", "create-vault"], "Create the vault: lockstep init"),
        (
            ["allow", "permit", "deny"],
            "Say which programs may have a token: lockstep grant LABEL --exe PATH"
        ),
        (["template", "render", "fill", "subst"], "Fill a template: lockstep inject -i TEMPLATE -o FILE"),
        (["refresh", "pull", "push", "resume", "continue"], "Finish what was interrupted: lockstep sync"),
        (["dump"], "Copy the vault into a file: lockstep backup FILE"),
    ]
}
