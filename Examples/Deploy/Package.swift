// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Deploy",
    dependencies: [.package(name: "lockstep", path: "../..")],
    targets: [
        .executableTarget(
            name: "Deploy", dependencies: [.product(name: "LockstepClient", package: "lockstep")])
    ]
)
