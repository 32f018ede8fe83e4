// swift-tools-version: 6.2
import PackageDescription

// GATEWAY_RUNTIME=path builds against a checkout of swift-gateway, whatever stands below.
let runtime: Package.Dependency =
    if let path = Context.environment["GATEWAY_RUNTIME"] {
        .package(name: "swift-gateway", path: path)
    } else {
        .package(name: "swift-gateway", path: "../..")
    }

let package = Package(
    name: "catalog",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "catalog", targets: ["Catalog"])],
    dependencies: [runtime],
    targets: [
        .executableTarget(
            name: "Catalog",
            dependencies: [
                .product(name: "GatewayRuntime", package: "swift-gateway"),
                .product(name: "GatewayHTTP2", package: "swift-gateway"),
            ]),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog"]),
    ],
    swiftLanguageModes: [.v6]
)
