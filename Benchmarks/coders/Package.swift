// swift-tools-version: 6.2
import PackageDescription

// coders.sh puts a copy of this package, with the types that gen writes from specs/shop.yaml, into Benchmarks/.build/coders.
let package = Package(
    name: "coder-bench",
    dependencies: [.package(name: "swift-gateway", path: Context.environment["GATEWAY_RUNTIME"] ?? "../..")],
    targets: [
        .executableTarget(
            name: "CoderBench", dependencies: [.product(name: "GatewayRuntime", package: "swift-gateway")])
    ],
    swiftLanguageModes: [.v6]
)
