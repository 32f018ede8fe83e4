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
    name: "shop",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "shop", targets: ["Shop"])],
    dependencies: [runtime],
    targets: [
        .executableTarget(
            name: "Shop",
            dependencies: [
                .product(name: "GatewayRuntime", package: "swift-gateway"),
                .product(name: "GatewayJWT", package: "swift-gateway"),
            ]),
        .testTarget(name: "ShopTests", dependencies: ["Shop"]),
    ],
    swiftLanguageModes: [.v6]
)
