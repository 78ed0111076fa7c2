extension ImportOptions {
    /// More for its help.
    static let notes = [
        """
        linode-cli reads every profile of its file ($LINODE_CLI_CONFIG, ~/.linode-cli, or linode-cli in \
        $XDG_CONFIG_HOME), or of FILE. env-file reads LINODE_TOKEN, LINODE_CLI_TOKEN and LINODE_API_TOKEN. json \
        reads members of those names, however deep; - is standard input. pass reads the entry PATH, all in the \
        folder PATH, or without PATH all with "linode" in their path.
        """,
        """
        Each string is tried at the provider of your accounts, and sealed if it is a token of one of them; the \
        token gets its label there, too. What is in the vault already is recognised. Strings that are dead, or \
        another user's, stay where they are, and you are told. No string is printed.
        """,
        """
        Once a string is in the vault, you are asked whether to take it out of its file: the line goes (linode-cli), \
        or a reference takes its place, which run --env-file and inject understand. Everything else in the file \
        stays. Backups, editors' files and version control may still have it.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep import linode-cli --dry-run", "lockstep import linode-cli --wipe",
        "lockstep import env-file .env --label deploy",
        "vault kv get -format=json secret/ci | lockstep import json -",
        "lockstep import pass cloud/linode --label ci",
    ]
}
