// swift-tools-version: 6.2
import PackageDescription

/// Whether this is the package that is built, and not one that another depends on: what only its own builders want is left out then,
/// warnings as errors and flags that SwiftPM takes from no dependency.
let isOwnBuild =
    Context.environment["LOCKSTEP_STRICT"] != nil
    || Context.environment["PWD"] == Context.packageDirectory

/// Every Swift target is compiled with the same strictness; see `Docs/Architecture.md`.
let strict: [SwiftSetting] =
    [
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (isOwnBuild ? [.treatAllWarnings(as: .error)] : [])

func library(_ name: String, package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: package)
}

/// `Scripts/build` sets the variable where `lockstep` can be linked so that it needs no library at its start.
let alone: [LinkerSetting] =
    Context.environment["LOCKSTEP_STATIC"] == nil
    ? [] : [.unsafeFlags(["-use-ld=lld", "-Xclang-linker", "-static-pie"])]

let package = Package(
    name: "lockstep",
    products: [.library(name: "LockstepClient", targets: ["LockstepClient"])],
    targets: [
        library("CSodium", package: "libsodium"),
        library("CSQLite", package: "sqlite3"),
        library("CCurl", package: "libcurl"),
        library("CMicroHTTPD", package: "libmicrohttpd"),
        .systemLibrary(name: "CUnistring"),
        .target(name: "CPlatform"),

        .target(name: "Platform", dependencies: ["CPlatform"]),
        .target(name: "Secrets", dependencies: ["CSodium", "CPlatform", "Platform"]),
        .target(name: "Lifecycle", dependencies: ["Secrets", "Platform"]),
        .target(name: "ProviderProfiles", dependencies: ["Lifecycle"]),
        .target(
            name: "Vault", dependencies: ["Lifecycle", "Secrets", "CSQLite", "CUnistring", "Platform"]),
        .target(name: "HTTP", dependencies: ["Secrets", "Platform", "CCurl", "CPlatform"]),
        .target(
            name: "Linode", dependencies: ["HTTP", "Lifecycle", "ProviderProfiles", "Platform", "Secrets"]),
        .target(name: "ProviderLink", dependencies: ["Lifecycle", "Secrets", "Platform"]),
        .target(
            name: "Wire", dependencies: ["Requests", "Lifecycle", "Secrets", "CPlatform", "Platform"]),
        .target(
            name: "Agent",
            dependencies: [
                "Wire", "Service", "Requests", "Lifecycle", "Secrets", "CPlatform", "Platform",
            ]),
        .target(name: "Delivery", dependencies: ["Secrets", "CPlatform", "Platform"]),
        .target(name: "Leaks", dependencies: ["Secrets", "Platform"]),
        .target(name: "Imports", dependencies: ["Secrets", "CPlatform", "Platform"]),
        .target(
            name: "Command",
            dependencies: [
                "Wire", "Service", "Requests", "Lifecycle", "ProviderProfiles", "Secrets", "Delivery",
                "Leaks", "Imports", "CPlatform", "Platform",
            ]),
        .target(name: "Requests", dependencies: ["Lifecycle", "Secrets"]),
        .target(
            name: "Service", dependencies: ["Requests", "Lifecycle", "ProviderProfiles", "Secrets"]),
        .target(
            name: "LockstepClient", dependencies: ["Wire", "Requests", "Lifecycle", "Secrets", "Platform"]),
        .target(name: "Sandbox", dependencies: ["CMicroHTTPD"]),

        .executableTarget(
            name: "lockstep",
            dependencies: [
                "ProviderProfiles", "Command", "ProviderLink", "Lifecycle", "Secrets", "Vault", "Platform",
            ], linkerSettings: alone),
        .executableTarget(
            name: "lockstep-agent",
            dependencies: [
                "ProviderProfiles", "Agent", "Wire", "ProviderLink", "Lifecycle", "Secrets", "Vault",
                "Platform",
            ]),
        .executableTarget(
            name: "lockstep-provider",
            dependencies: ["ProviderLink", "Lifecycle", "Linode", "Secrets", "Platform"]),
        .executableTarget(name: "lockstep-sandbox", dependencies: ["Sandbox"]),

        .target(
            name: "TestSupport", dependencies: ["Lifecycle", "Secrets", "CPlatform", "CSQLite"],
            path: "Tests/TestSupport"),
        .executableTarget(
            name: "Fill", dependencies: ["Lifecycle", "Secrets", "TestSupport", "Vault"], path: "Tests/Fill"),
        .executableTarget(
            name: "Forking",
            dependencies: ["Agent", "Lifecycle", "Secrets", "TestSupport", "Vault", "Platform"],
            path: "Tests/Forking"),
        .executableTarget(name: "Lending", dependencies: ["LockstepClient"], path: "Tests/Lending"),
        .executableTarget(
            name: "Crashing", dependencies: ["Lifecycle", "Secrets", "TestSupport", "Vault"],
            path: "Tests/Crashing"),
        .executableTarget(
            name: "VectorReader", dependencies: ["Lifecycle", "Secrets", "TestSupport", "Vault"],
            path: "Tests/VectorReader"),
        .target(name: "FaultySQLite", dependencies: ["CSQLite"], path: "Tests/FaultySQLite"),
        .testTarget(name: "PlatformTests", dependencies: ["Platform", "TestSupport"]),
        .testTarget(
            name: "SecretsTests",
            dependencies: ["Secrets", "TestSupport", "CPlatform", "CSodium", "Platform"],
            exclude: ["Wycheproof"]),
        .testTarget(name: "ProviderProfilesTests", dependencies: ["Lifecycle", "ProviderProfiles"]),
        .testTarget(
            name: "LifecycleTests",
            dependencies: ["Lifecycle", "Vault", "Platform", "Secrets", "TestSupport", "FaultySQLite"],
            exclude: ["journal-format1.txt", "journal.txt", "transitions.txt"]),
        .testTarget(
            name: "SecondProviderTests",
            dependencies: ["Lifecycle", "ProviderProfiles", "Secrets", "TestSupport", "Vault"]),
        .testTarget(
            name: "VaultTests",
            dependencies: [
                "Vault", "Lifecycle", "Platform", "Secrets", "CSQLite", "TestSupport", "FaultySQLite",
            ],
            exclude: ["Format1Vaults"]),
        .testTarget(
            name: "HTTPTests", dependencies: ["HTTP", "Secrets", "Platform", "TestSupport", "CCurl"]),
        .testTarget(
            name: "LinodeTests",
            dependencies: ["HTTP", "Linode", "Lifecycle", "Secrets", "TestSupport", "Platform"]),
        .testTarget(
            name: "ProviderLinkTests", dependencies: ["ProviderLink", "Lifecycle", "Secrets", "TestSupport"]),
        .testTarget(
            name: "AgentTests",
            dependencies: [
                "Agent", "Wire", "Requests", "Lifecycle", "Secrets", "TestSupport", "CPlatform", "Platform",
            ]),
        .testTarget(name: "WireTests", dependencies: ["Wire", "Lifecycle", "Secrets"]),
        .testTarget(
            name: "DeliveryTests",
            dependencies: ["Delivery", "Secrets", "TestSupport", "CPlatform", "Platform"]),
        .testTarget(name: "ImportsTests", dependencies: ["Imports", "Platform", "Secrets", "TestSupport"]),
        .testTarget(name: "LeaksTests", dependencies: ["Leaks", "Platform", "Secrets"]),
        .testTarget(
            name: "RequestsTests", dependencies: ["Requests", "Lifecycle", "Secrets", "TestSupport"],
            exclude: ["Golden"]),
        .testTarget(
            name: "ServiceTests",
            dependencies: ["Service", "Requests", "Lifecycle", "Secrets", "TestSupport", "Vault"]),
        .testTarget(
            name: "CommandTests", dependencies: ["Command", "Requests", "Lifecycle", "TestSupport"],
            exclude: ["Rendered"]),
        .testTarget(name: "SandboxTests", dependencies: ["Sandbox", "TestSupport"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "LockstepClient", "ProviderLink", "CPlatform", "Lifecycle", "Secrets", "TestSupport", "Vault",
                "lockstep",
                "lockstep-agent", "lockstep-provider", "lockstep-sandbox",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

/// What is fuzzed. `Scripts/fuzz` sets the variable and has libFuzzer as the main function; else the suite takes the corpora.
let fuzzed: [Target.Dependency] = [
    "Agent", "Command", "Delivery", "HTTP", "Lifecycle", "Linode", "ProviderLink", "Requests", "Sandbox",
    "Secrets", "TestSupport", "Vault", "Wire",
]
let isFuzzing = Context.environment["LOCKSTEP_FUZZING"] != nil
package.targets.append(
    isFuzzing
        ? .executableTarget(
            name: "Fuzzing", dependencies: fuzzed, path: "Tests/FuzzTests",
            exclude: ["CorpusTests.swift", "Corpora", "corpus.py"],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])])
        : .testTarget(
            name: "FuzzTests", dependencies: fuzzed, exclude: ["Entry.swift", "Corpora", "corpus.py"]))

/// What `lockstep` and `lockstep-agent` are made of uses no tasks or actors, so it does not link them: libdispatch alone costs
/// each start a tenth of a millisecond.
let plain: [SwiftSetting] =
    isOwnBuild ? [.unsafeFlags(["-Xfrontend", "-disable-implicit-concurrency-module-import"])] : []
let plainRooms: Set = [
    "Platform", "Secrets", "Lifecycle", "ProviderProfiles", "HTTP", "Linode", "lockstep-provider", "Vault",
    "ProviderLink", "Requests", "Service", "Wire", "Agent",
    "Delivery", "Leaks", "Imports", "Command", "lockstep",
    "lockstep-agent",
]

for target in package.targets
where target.type != .system && !["CPlatform", "FaultySQLite"].contains(target.name) {
    target.swiftSettings =
        (target.swiftSettings ?? []) + strict + (plainRooms.contains(target.name) ? plain : [])
}
