internal import ProviderProfiles
internal import Requests

extension RunOptions {
    /// What can be said.
    static let flags: [Flag<RunOptions>] = [
        Flag(
            "env", nil, .list(.assignment, \.environment), "put a token in the variable NAME; repeatable"
        ),
        Flag(
            "env-file", nil, .list(.file, \.environmentFiles),
            "set variables from a file, one NAME=value or NAME=lockstep://LABEL per line; repeatable"),
        Flag(
            "allow-env", nil, .list("NAME", \.allowedVariables),
            "set NAME although it redirects programs or makes them load code, such as PATH; repeatable"),
        Flag(
            "keep-env", nil, .list("NAME", \.keptVariables),
            "pass on NAME from your environment although it may point Linode's tools elsewhere; repeatable"),
        Flag(
            "file", nil, .list(.assignment, \.files),
            "put the token in a file in memory, and its path in the variable NAME; repeatable"),
        Flag(
            "mask", nil, .toggle(\.isMasked), "replace token strings in the command's output with asterisks"
        ),
        .refreshFile(\.refreshed),
        Flag(
            "mint", nil, .toggle(\.isMinted),
            "create a token for this run alone, and revoke it when the command ends"),
        Flag(
            "scope", "s", .list(.scope, \.minted.scopes),
            "with --mint: a scope, such as linodes:rw; repeatable"),
        Flag(
            "scope-unknown", nil, .list(.scope, \.minted.unknownScopes),
            "with --mint: a scope that Lockstep does not know yet"),
        Flag(
            "expiry", "e", .value(.moment, \.minted.expiry),
            "with --mint: the longest that the token lives (\(MintRequest.usualExpiry))"),
        .account(\.minted.account),
        Flag(
            "label", nil, .value("LABEL", \.minted.label),
            "with --mint: the token's label; otherwise run/COMMAND@HOST/RANDOM"),
        .evenExpired(\.handOut.isEvenExpired), .unlogged(\.handOut.isUnlogged),
    ]

    /// More for its help.
    static let notes = [
        """
        LABEL sets the variables that Linode's tools read: LINODE_TOKEN, LINODE_CLI_TOKEN and \
        LINODE_API_TOKEN. From your environment, the LINODE_* variables for region, type, image, API version \
        and Object Storage keys reach the command; the others could point it to another token or server, and \
        are dropped with a note unless --keep-env names them. The exit code is the command's own; 126 and \
        127 if it cannot be executed or is not found.
        """,
        """
        An --env-file is read as python-dotenv and node's dotenv both read it; a line that they read \
        differently is refused. A later file overrides an earlier one. Nothing is expanded. Variables that \
        redirect programs or make them load code (PATH, LD_*, NODE_OPTIONS, GIT_*, proxies, certificates, \
        API addresses such as LINODE_URL) are refused unless --allow-env names them. What unlocks the vault \
        is not passed on to the command, and its core limit is 0.
        """,
        """
        With --mint, the token exists for this run only: it is created before the command starts, nobody else \
        is given it, and it is revoked when the command ends; lockstep stays beside the command meanwhile and \
        passes on its signals. If lockstep itself is killed, the command gets SIGTERM, and the agent (within a \
        minute) or lockstep sync revokes the token; so they do after a power cut. Anything else that is left \
        is ended by --expiry. If it cannot be revoked at the end, a warning says so, and the exit code is the \
        command's own all the same. Each run counts as one change (lockstep set --changes-per-hour).
        """,
        """
        With --mask, the command runs on a terminal of its own if stdin and stdout are terminals, so colour \
        and width are kept; in a pipeline only its outputs go to one, and what it writes to /dev/tty is not \
        masked. The token string itself is masked, and any beginning of it longer than its \
        \(ProviderProfile.linode.publicPrefix) public characters, but no other form of it (base64, split by \
        a newline).
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep run ci -- linode-cli linodes list",
        "lockstep run --env TF_VAR_token=infra -- terraform plan",
        "lockstep run --mint --scope linodes:rw --expiry 30m -- terraform apply",
        "lockstep run --env-file .env -- ./serve", "lockstep run ci --mask -- make deploy",
    ]
}
