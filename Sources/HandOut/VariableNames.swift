/// The variables that matter when tokens are handed out.
public enum VariableNames {
    /// Those that Linode's tools read the token from: linode-cli, the Go family with Terraform, Packer and Pulumi,
    /// Ansible (linode-facts, 5).
    public static let token = ["LINODE_TOKEN", "LINODE_CLI_TOKEN", "LINODE_API_TOKEN"]

    /// What every variable of the provider's tools begins with; none of the caller's reaches a command, since any of
    /// them could lead the tool to another token, another server or another file.
    static let competing = "LINODE_"

    /// Variables that change how programs are found, loaded or started: never taken for a token.
    private static let steering: Set<String> = [
        "PATH", "IFS", "ENV", "BASH_ENV", "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND", "HOME", "SHELL",
        "PYTHONSTARTUP", "PYTHONPATH", "PYTHONHOME", "PERL5OPT", "PERL5LIB", "RUBYOPT", "RUBYLIB",
        "NODE_OPTIONS",
        "JAVA_TOOL_OPTIONS", "GCONV_PATH", "GLIBC_TUNABLES", "TZ",
    ]

    /// Throws unless a token may go into a variable of this name.
    static func check(_ name: String) throws(HandOutError) {
        let isFirst = { (byte: UInt8) in byte == UInt8(ascii: "_") || (65...90).contains(byte & 0xDF) }
        guard let first = name.utf8.first, isFirst(first),
            name.utf8.allSatisfy({ isFirst($0) || (48...57).contains($0) })
        else { throw .invalidName(name) }
        guard !steering.contains(name), !name.hasPrefix("LD_"), !name.hasPrefix("DYLD_") else {
            throw .forbiddenName(name)
        }
    }
}
