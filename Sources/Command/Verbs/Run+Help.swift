internal import ProviderProfiles

extension RunOptions {
    /// What can be said.
    static let flags: [Flag<RunOptions>] = [
        Flag(
            "env", nil, .list(.assignment, \.environment), "put a token in the variable NAME; repeatable"
        ),
        Flag(
            "env-file", nil, .list(.file, \.environmentFiles),
            "set the variables of a file, NAME=value or NAME=lockstep://LABEL a line; repeatable"),
        Flag(
            "allow-env", nil, .list("NAME", \.allowedVariables),
            "set NAME although it redirects programs or has them load code, such as PATH; repeatable"),
        Flag(
            "keep-env", nil, .list("NAME", \.keptVariables),
            "pass on NAME of your environment although it may lead Linode's tools elsewhere; repeatable"),
        Flag(
            "file", nil, .list(.assignment, \.files),
            "put the path of a file in memory with the token in the variable NAME; repeatable"),
        Flag(
            "mask", nil, .toggle(\.isMasked), "replace token strings in the command's output by asterisks"
        ),
        .evenExpired(\.handOut.isEvenExpired), .unlogged(\.handOut.isUnlogged),
    ]

    /// More for its help.
    static let notes = [
        """
        For one LABEL the variables that Linode's tools read are set: LINODE_TOKEN, LINODE_CLI_TOKEN and \
        LINODE_API_TOKEN. Of your environment the LINODE_* variables for region, type, image, API version and Object Storage keys reach the \
        command; the others could lead it to another token or server, and are dropped with a note unless --keep-env names them. The \
        exit code is the command's own; 126 and 127 when it cannot be executed or is not found.
        """,
        """
        An --env-file means what python-dotenv and node's dotenv both make of it; a line that they read differently is \
        refused. Of several files a later one comes before an earlier one. Nothing is expanded. Variables that redirect programs or have them load code (PATH, LD_*, NODE_OPTIONS, GIT_*, \
        proxies, certificates, API addresses such as LINODE_URL) are refused unless --allow-env names them. What unlocks the \
        vault is not passed on to the command, and its core limit is 0.
        """,
        """
        With --mask the command runs on a terminal of its own where stdin and stdout are terminals, so that colour and \
        width stay; in a pipeline only its outputs lead to one, and what it writes to /dev/tty is not masked. \
        Masked is the token string as it is, and a beginning of it that is longer than the \(ProviderProfile.linode.publicPrefix) public characters; not another \
        form of it (base64, cut by a line end).
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep run ci -- linode-cli linodes list",
        "lockstep run --env TF_VAR_token=infra -- terraform plan",
        "lockstep run --env-file .env -- ./serve", "lockstep run ci --mask -- make deploy",
    ]
}
