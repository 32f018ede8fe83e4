/// The templates that are embedded in the program; a test holds the list to the folder.
enum TemplateCatalog {
    /// Every template by its name: the file's, without `.mustache`.
    static var sources: [String: String] {
        embedded.mapValues { String(decoding: $0, as: UTF8.self) }
    }

    private static var embedded: [String: [UInt8]] {
        [
            "API.swift": PackageResources.API_swift_mustache,
            "Dockerfile": PackageResources.Dockerfile_mustache,
            "Handler.swift": PackageResources.Handler_swift_mustache,
            "Header": PackageResources.Header_mustache,
            "Hub.swift": PackageResources.Hub_swift_mustache,
            "Main.swift": PackageResources.Main_swift_mustache,
            "Middleware.swift": PackageResources.Middleware_swift_mustache,
            "Package.swift": PackageResources.Package_swift_mustache,
            "README.md": PackageResources.README_md_mustache,
            "Routes.swift": PackageResources.Routes_swift_mustache,
            "Service.swift": PackageResources.Service_swift_mustache,
            "Tests.swift": PackageResources.Tests_swift_mustache,
            "Types.swift": PackageResources.Types_swift_mustache,
            "config.yaml": PackageResources.config_yaml_mustache,
            "dockerignore": PackageResources.dockerignore_mustache,
            "gitignore": PackageResources.gitignore_mustache,
            "swift-format.json": PackageResources.swift_format_json_mustache,
        ]
    }
}
