// swift-tools-version: 6.2
import PackageDescription

/// One list for all targets: Swift 6 mode, and imports that say what they make public.
let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["GATEWAY_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "swift-gateway",
    products: [
        .executable(name: "gen", targets: ["gen"]),
        .executable(name: "gateway", targets: ["GatewayServer"]),
        .library(name: "GatewayRuntime", targets: ["GatewayRuntime"]),
        .library(name: "GatewayJWT", targets: ["GatewayJWT"]),
        .library(name: "GatewayTLS", targets: ["GatewayTLS"]),
        .library(name: "GatewayHTTP2", targets: ["GatewayHTTP2"]),
        .library(name: "GatewayCodegen", targets: ["GatewayCodegen"]),
        .library(name: "Gateway", targets: ["Gateway"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The spec's side: text → nodes → checked model → plan → files.
        .systemLibrary(
            name: "CLibYAML", path: "Sources/CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "GatewayDiagnostics", path: "Sources/Diagnostics", swiftSettings: settings),
        .target(
            name: "GatewayYAML", dependencies: ["CLibYAML", "GatewayDiagnostics", "GatewayParallel"],
            path: "Sources/YAML", swiftSettings: settings),
        .target(name: "GatewayText", path: "Sources/Text", swiftSettings: settings),
        .target(name: "GatewayParallel", path: "Sources/Parallel", swiftSettings: settings),
        .target(
            name: "GatewaySpec", dependencies: ["GatewayYAML", "GatewayDiagnostics", "GatewayParallel", "GatewayText"],
            path: "Sources/Spec", swiftSettings: settings),
        .target(
            name: "GatewayEditors", dependencies: ["GatewaySpec", "GatewayYAML", "GatewayDiagnostics"],
            path: "Sources/Editors", swiftSettings: settings),
        .target(
            name: "GatewayCodegen",
            dependencies: [
                "GatewaySpec", "GatewayYAML", "GatewayDiagnostics", "GatewayParallel",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            path: "Sources/Codegen", resources: [.embedInCode("Templates")], swiftSettings: settings),
        .target(name: "CHeap", path: "Sources/CHeap"),
        .executableTarget(
            name: "gen",
            dependencies: [
                "CHeap", "GatewayCodegen", "GatewayEditors", "GatewaySpec", "GatewayDiagnostics",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/gen", swiftSettings: settings),

        // The running side.
        .target(name: "CDeflate", path: "Sources/CDeflate", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CEpoll", path: "Sources/CEpoll"),
        .target(
            name: "GatewayRuntime",
            dependencies: nio + [
                "CDeflate",
                "CEpoll",
                "GatewayText",
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Runtime", swiftSettings: settings),
        // Optional: only who checks tokens builds BoringSSL.
        .target(
            name: "GatewayJWT",
            dependencies: [
                "GatewayRuntime",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            path: "Sources/RuntimeJWT", swiftSettings: settings),
        // Optional: only who speaks TLS builds a second BoringSSL.
        .target(
            name: "GatewayTLS",
            dependencies: nio + [
                "GatewayRuntime",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Sources/RuntimeTLS", swiftSettings: settings),
        // Optional: only who speaks HTTP/2 builds it.
        .target(
            name: "GatewayHTTP2",
            dependencies: nio + [
                "GatewayRuntime",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
            ],
            path: "Sources/RuntimeHTTP2", swiftSettings: settings),
        .target(
            name: "Gateway",
            dependencies: [
                "GatewayRuntime", "GatewayJWT", "GatewayTLS", "GatewayHTTP2", "GatewaySpec", "GatewayDiagnostics",
            ],
            path: "Sources/Gateway", swiftSettings: settings),
        .executableTarget(
            name: "GatewayServer",
            dependencies: [
                "Gateway", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/GatewayServer", swiftSettings: settings),

        // Programs that tests start.
        .executableTarget(
            name: "ServiceProbe", dependencies: ["GatewayRuntime"], path: "Tests/ServiceProbe", swiftSettings: settings),

        .testTarget(
            name: "DiagnosticsTests", dependencies: ["GatewayDiagnostics"], swiftSettings: settings),
        .testTarget(name: "ParallelTests", dependencies: ["GatewayParallel"], swiftSettings: settings),
        .testTarget(
            name: "YAMLTests", dependencies: ["GatewayYAML", "GatewayDiagnostics", "GatewayParallel"],
            exclude: ["Cases"], swiftSettings: settings),
        .testTarget(
            name: "ConfigYAMLTests", dependencies: ["GatewayRuntime", "GatewayYAML", "GatewayDiagnostics"],
            swiftSettings: settings),
        .testTarget(
            name: "SpecTests", dependencies: ["GatewaySpec", "GatewayDiagnostics", "GatewayYAML", "GatewayText"],
            exclude: ["Cases"],
            swiftSettings: settings),
        .testTarget(
            name: "EditorsTests",
            dependencies: ["GatewayEditors", "GatewaySpec", "GatewayYAML", "GatewayDiagnostics"],
            exclude: ["Format/Cases"], swiftSettings: settings),
        .testTarget(
            name: "CodegenTests",
            dependencies: ["GatewayCodegen", "GatewaySpec", "GatewayDiagnostics", "GatewayRuntime"],
            exclude: ["Golden", "Refused"], swiftSettings: settings),
        .testTarget(name: "GenTests", dependencies: ["gen"], swiftSettings: settings),
        .testTarget(
            name: "RuntimeTests",
            dependencies: nio + [
                "GatewayRuntime", "GatewayText", "GatewayTLS", "GatewayHTTP2", "ServiceProbe",
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["Config/Cases", "TLS/Certificates"], swiftSettings: settings),
        .testTarget(
            name: "JWTTests",
            dependencies: [
                "GatewayJWT", "GatewayRuntime", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "GatewayTests",
            dependencies: ["Gateway", "GatewayRuntime", "GatewaySpec", "GatewayDiagnostics"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)

// GATEWAY_ONLY=runtime leaves out all that the running side and its tests don't need, for builds with a sanitizer.
if Context.environment["GATEWAY_ONLY"] == "runtime" {
    let kept: Set = [
        "CDeflate", "CEpoll", "GatewayText", "GatewayRuntime", "GatewayTLS", "GatewayHTTP2", "ServiceProbe",
        "RuntimeTests",
    ]
    package.targets.removeAll { !kept.contains($0.name) }
    package.products.removeAll { !kept.contains($0.name) }
}
