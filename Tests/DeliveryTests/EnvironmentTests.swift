import CPlatform
import Glibc
import Secrets
import TestSupport
import Testing

@testable import Delivery

@Suite("The environment of a command")
struct EnvironmentTests {
    private func environment(_ body: (inout ChildEnvironment) throws -> Void) throws {
        var environment = unsafe ChildEnvironment(inheriting: lockstep_environment(), without: "LINODE_")
        try body(&environment)
    }

    @Test("takes a token under one name once")
    func setting() throws {
        try environment { environment in
            try environment.set("TOKEN", secret: try SecretBytes(known: "abc"))
            #expect(environment.entries.map(\.name) == ["TOKEN"])
            #expect(environment.entries[0].block.exposed == Array("TOKEN=abc\0".utf8))
            #expect(throws: HandOutError.duplicateName("TOKEN")) {
                try environment.set("TOKEN", secret: try SecretBytes(known: "x"))
            }
            #expect(throws: HandOutError.nulInValue) {
                try environment.set("B", secret: try SecretBytes(known: "a\0b"))
            }
        }
    }

    @Test("refuses names that are none", arguments: ["", "1A", "A B", "A=B", "Ä", "A-B"])
    func names(_ name: String) throws {
        #expect(throws: HandOutError.invalidName(name)) { try VariableNames.check(name, allowing: [name]) }
    }

    @Test(
        "refuses names that redirect programs or have them load code, unless they are allowed",
        arguments: [
            "PATH", "HOME", "ENV", "IFS", "LD_PRELOAD", "LD_ANYTHING", "DYLD_INSERT_LIBRARIES", "GCONV_PATH",
            "HOSTALIASES", "BASH_ENV",
            "BASH_LOADABLES_PATH", "NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "NODE_TLS_REJECT_UNAUTHORIZED",
            "npm_config_registry",
            "NPM_CONFIG_REGISTRY", "GIT_SSH_COMMAND", "GIT_CONFIG_COUNT", "PYTHONPATH", "PYTHONSTARTUP",
            "PIP_INDEX_URL", "PERL5OPT",
            "PERLLIB", "RUBYOPT", "JAVA_TOOL_OPTIONS", "HTTPS_PROXY", "https_proxy", "Http_Proxy",
            "ALL_PROXY", "no_proxy",
            "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
            "OPENSSL_CONF", "LINODE_URL",
            "LINODE_CLI_API_HOST", "LINODE_CLI_API_SCHEME", "LINODE_CLI_CONFIG", "LINODE_CONFIG", "LINODE_CA",
            "LINODE_DEBUG",
            "TF_CLI_ARGS", "TF_CLI_CONFIG_FILE", "TF_REATTACH_PROVIDERS", "ANSIBLE_CONFIG", "KUBECONFIG",
            "DOCKER_HOST",
            "AWS_ENDPOINT_URL_S3", "VAULT_ADDR", "LOCKSTEP_VAULT", "LOCKSTEP_LINODE_URL", "XDG_CONFIG_HOME",
            "EDITOR", "PAGER",
        ])
    func steering(_ name: String) throws {
        #expect(throws: HandOutError.forbiddenName(name)) {
            try VariableNames.check(name, allowing: ["OTHER"])
        }
        try VariableNames.check(name, allowing: ["OTHER", name])
    }

    @Test(
        "takes every other name",
        arguments: [
            "TOKEN", "DATABASE_URL", "NODE_ENV", "PORT", "TZ", "LANG", "DEBUG", "LINODE_TOKEN",
            "LINODE_CLI_TOKEN", "LINODE_API_TOKEN",
            "LINODE_REGION", "LINODE_OBJ_SECRET_KEY", "TF_VAR_token", "TF_TOKEN_app_terraform_io",
            "PYTHONUNBUFFERED", "GITHUB_TOKEN",
            "VAULT_TOKEN", "AWS_SECRET_ACCESS_KEY", "NPM_TOKEN", "path", "_",
        ])
    func plain(_ name: String) throws { try VariableNames.check(name, allowing: []) }

    @Test(
        "takes over no variable that unlocks the vault, and those that name places",
        arguments: [("KEY_FILE", false), ("VAULT", true)])
    func unlocking(_ name: String, _ isPassed: Bool) throws {
        var variable = Array("LOCKSTEP_\(name)=x\0".utf8CString)
        let count = unsafe variable.withUnsafeMutableBufferPointer { text in
            let block: [UnsafePointer<CChar>?] = unsafe [
                text.baseAddress.map { unsafe UnsafePointer($0) }, nil,
            ]
            return unsafe block.withUnsafeBufferPointer { block in
                unsafe block.baseAddress.map {
                    unsafe ChildEnvironment(inheriting: $0, without: "LINODE_").inherited.count
                } ?? -1
            }
        }
        #expect(count == (isPassed ? 1 : 0))
    }
}
