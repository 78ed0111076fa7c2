internal import Lifecycle

extension ProviderProfile {
    /// Linode (linode-facts, sections 1 and 2; the published description of its API).
    package static let linode = ProviderProfile(
        name: "Linode", address: .ofFormat1, page: "https://cloud.linode.com/profile/tokens",
        catalog: ScopeCatalog(
            [
                ("account", "Account"), ("child_account", "Child Account Access"), ("databases", "Databases"),
                ("domains", "Domains"), ("events", "Events"), ("firewall", "Firewalls"), ("images", "Images"),
                ("ips", "IPs"), ("linodes", "Linodes"), ("lke", "Kubernetes"), ("longview", "Longview"),
                ("monitor", "Monitor"), ("nodebalancers", "NodeBalancers"),
                ("object_storage", "Object Storage"),
                ("stackscripts", "StackScripts"), ("volumes", "Volumes"), ("vpc", "VPCs"),
            ].map { ScopeCatalog.Entry(name: $0.0, title: $0.1, hasReadOnly: $0.0 != "vpc") }),
        // It keeps seconds; a minute allows for those that it might drop.
        rules: ProviderRules(canRename: true, expiryStep: 60),
        labelLengths: 1...100,
        // One created with `expiry: null` comes back as the year 2999, one made in the web page as 200 years ahead.
        farthestExpiry: 100 * 365 * 86_400,
        publicPrefix: 16, stringLengths: 16...512, hasNumericIDs: true,
        // linode-cli; the Go family with Terraform, Packer and Pulumi; Ansible (linode-facts, section 5).
        tokenVariables: ["LINODE_TOKEN", "LINODE_CLI_TOKEN", "LINODE_API_TOKEN"],
        addressVariables: [
            ("LINODE_URL", .url), ("LINODE_CLI_API_HOST", .host), ("LINODE_CLI_API_SCHEME", .scheme),
        ],
        variablePrefix: "LINODE_",
        // Where and what to make, keys of another service, and a part of a path at the same address.
        harmlessVariables: [
            "LINODE_REGION", "LINODE_TYPE", "LINODE_INSTANCE_TYPE", "LINODE_IMAGE", "LINODE_API_VERSION",
            "LINODE_OBJ_ACCESS_KEY", "LINODE_OBJ_SECRET_KEY", "LINODE_CLI_REGION", "LINODE_CLI_TYPE",
            "LINODE_CLI_IMAGE", "LINODE_CLI_API_VERSION", "LINODE_CLI_OBJ_ACCESS_KEY",
            "LINODE_CLI_OBJ_SECRET_KEY",
        ],
        // linode-facts, section 5.
        stringDigits: 64)
}
