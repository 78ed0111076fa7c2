/// The variables that redirect a program, have it load or start code, or show what it sends: a file of variables may not set them unasked,
/// since whoever wrote it would lead the token that stands beside them elsewhere.
///
/// What glibc and sudo take from an environment that they do not trust is in it (secure_getenv(3), sudoers(5)), and what the tools read
/// that get tokens from here.
enum SteeringVariables {
    /// Whether a variable is one of them.
    static func contains(_ name: String) -> Bool {
        if names.contains(name) || eitherCase.contains(name.lowercased()) { return true }
        if name.lowercased().hasPrefix("npm_config_") { return true }
        return prefixes.contains { name.hasPrefix($0) } && !harmless.contains(name)
            && !harmlessPrefixes.contains { name.hasPrefix($0) }
    }

    private static let names = words(
        // The loader, the C library, the shell, and where programs keep their settings.
        """
        PATH HOME SHELL IFS ENV CDPATH FPATH ZDOTDIR INPUTRC GLOBIGNORE EXECIGNORE SHELLOPTS BASHOPTS PS0 PS1 PS2 PS4 PROMPT_COMMAND
        NULLCMD READNULLCMD TMPPREFIX GLIBC_TUNABLES GCONV_PATH GETCONF_DIR HOSTALIASES LOCALDOMAIN LOCPATH NIS_PATH NLSPATH PATH_LOCALE
        TZDIR TERMINFO TERMINFO_DIRS TERMPATH TERMCAP SHLIB_PATH LIBPATH KRB5_CONFIG KRB5_KTNAME KRB5CCNAME
        """,
        // Programs that other programs start.
        """
        EDITOR VISUAL PAGER MANPAGER BROWSER LESSOPEN LESSCLOSE SUDO_ASKPASS SUDO_EDITOR RSYNC_RSH CVS_RSH SVN_SSH SSH_ASKPASS
        SSH_AUTH_SOCK TAR_OPTIONS MAKEFLAGS GNUMAKEFLAGS MAKEFILES CC CXX LD CFLAGS CXXFLAGS LDFLAGS RUSTC RUSTC_WRAPPER RUSTFLAGS
        """,
        // Languages and their package managers.
        """
        CLASSPATH JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS JAVA_OPTS JAVA_HOME MAVEN_OPTS MAVEN_ARGS GRADLE_OPTS GRADLE_USER_HOME
        SBT_OPTS NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED NODE_REPL_EXTERNAL_MODULE YARN_RC_FILENAME
        YARN_REGISTRY YARN_NPM_REGISTRY_SERVER YARN_YARN_PATH PHPRC PHP_INI_SCAN_DIR GEM_HOME GEM_PATH BUNDLE_GEMFILE BUNDLE_PATH
        BUNDLE_APP_CONFIG BUNDLE_USER_CONFIG GOPROXY GOFLAGS GOSUMDB GONOSUMDB GONOSUMCHECK GOINSECURE GOPRIVATE GONOPROXY GOENV GOROOT
        GOPATH GOTOOLCHAIN GOMODCACHE GOAUTH GOVCS CARGO_HOME RUSTUP_HOME RUSTUP_DIST_SERVER DOTNET_STARTUP_HOOKS
        DOTNET_ADDITIONAL_DEPS DOTNET_SHARED_STORE DOTNET_ROOT CORECLR_PROFILER CORECLR_PROFILER_PATH COR_PROFILER COR_PROFILER_PATH
        ELIXIR_ERL_OPTIONS ERL_FLAGS ERL_AFLAGS ERL_ZFLAGS ERL_LIBS R_PROFILE R_PROFILE_USER R_ENVIRON R_ENVIRON_USER R_LIBS R_LIBS_USER
        JULIA_LOAD_PATH JULIA_DEPOT_PATH DENO_DIR VIRTUAL_ENV
        """,
        // Certificates, and logs of what is sent.
        """
        SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE REQUESTS_CA_BUNDLE CURL_CA_BUNDLE CURL_HOME CURL_SSL_BACKEND AWS_CA_BUNDLE DENO_CERT
        DENO_TLS_CA_STORE NIX_SSL_CERT_FILE WGETRC HTTPLIB2_CA_CERTS GRPC_DEFAULT_SSL_ROOTS_FILE_PATH
        """,
        // Addresses and settings of tools that are given tokens.
        """
        LINODE_URL LINODE_API_URL LINODE_API_HOST LINODE_API_VERSION LINODE_CA LINODE_CONFIG LINODE_CONFIG_PATH LINODE_PROFILE
        LINODE_DEBUG KUBECONFIG KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT DOCKER_HOST DOCKER_CONFIG DOCKER_CONTEXT DOCKER_CERT_PATH
        DOCKER_TLS_VERIFY CONTAINER_HOST AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE VAULT_ADDR VAULT_AGENT_ADDR VAULT_CACERT VAULT_CAPATH
        VAULT_SKIP_VERIFY VAULT_TLS_SERVER_NAME VAULT_PROXY_ADDR BAO_ADDR CONSUL_HTTP_ADDR NOMAD_ADDR PULUMI_API PULUMI_BACKEND_URL
        PULUMI_HOME PACKER_CONFIG PACKER_CONFIG_DIR PACKER_PLUGIN_PATH PACKER_LOG PACKER_LOG_PATH GH_HOST GITHUB_API_URL
        GITHUB_SERVER_URL GITLAB_HOST CI_API_V4_URL
        """)

    private static let prefixes = words(
        """
        LD_ DYLD_ _RLD RES_ RESOLV_ MALLOC_ BASH_ XDG_ GIT_ SSH_SK_ PYTHON PIP_ UV_ CONDA_ PERL RUBY LUA_ OPENSSL_ KRB5_CONFIG BUNDLE_MIRROR
        CARGO_BUILD_ CARGO_TARGET_ CARGO_HTTP_ CARGO_NET_ CARGO_REGISTRIES_ CARGO_SOURCE_ AWS_ENDPOINT_URL ANSIBLE_ TF_ TOFU_ TG_ TERRAGRUNT_
        LINODE_CLI_ LOCKSTEP_ GTK_ GIO_ GST_ QT_PLUGIN_ QT_QPA_ WGET_
        """)

    /// Of the prefixes, what is only a value, or a token.
    private static let harmless = words(
        """
        PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE PYTHONHASHSEED PYTHONIOENCODING PYTHONUTF8 PYTHONFAULTHANDLER LINODE_CLI_TOKEN
        LINODE_CLI_OBJ_ACCESS_KEY LINODE_CLI_OBJ_SECRET_KEY
        """)
    private static let harmlessPrefixes = words("TF_VAR_ TF_TOKEN_")

    /// Those that are read in upper and in lower case.
    private static let eitherCase = words(
        """
        http_proxy https_proxy all_proxy no_proxy ftp_proxy socks_proxy socks5_proxy rsync_proxy ws_proxy wss_proxy grpc_proxy
        global_agent_http_proxy global_agent_https_proxy auto_proxy node_use_env_proxy
        """)

    private static func words(_ texts: String...) -> Set<String> {
        Set(texts.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) })
    }
}
