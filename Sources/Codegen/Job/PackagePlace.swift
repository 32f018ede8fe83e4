import GatewaySpec

/// Where a package goes, and what follows from that.
struct PackagePlace {
    /// The folder, as the user would type it.
    let path: String
    /// What the generator must know of it.
    let options: Generator.Options

    init(job: PackageJob, service: ServiceSpec) {
        let name = service.name.value
        path = job.output.map { $0.isEmpty ? "." : $0 } ?? Self.usualFolder(job.spec, service: name)
        let folder = FolderPath(path)
        let file = job.spec.name ?? "\(name).yaml"
        let checkout = job.runtime == nil ? CheckoutSearch.checkout(around: folder) : nil
        let near = checkout.map { RuntimeLocation.path(folder.relative(to: $0)) }
        options = Generator.Options(
            runtime: job.runtime.map { Self.runtime($0, for: folder) } ?? near ?? .released, specName: file,
            specLink: Self.link(to: file, in: job.spec.folder, from: folder),
            placeInCheckout: checkout.map { $0.relative(to: folder) })
    }

    /// The spec's own folder if it bears the service's name or its `gen.lock`, else a folder beside the spec.
    private static func usualFolder(_ spec: SpecSource, service: String) -> String {
        guard case .file(let path) = spec else { return service }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let typed = parts.isEmpty ? "." : parts.joined(separator: "/")
        let folder = typed.isEmpty ? "/" : typed
        if spec.folder.name == service || isPackage(folder, of: service) { return folder }
        return folder == "." ? service : "\(folder)/\(service)"
    }

    private static func isPackage(_ folder: String, of service: String) -> Bool {
        let manifest = try? Manifest.read(from: OutputFolder(path: folder))
        return manifest?.service == service
    }

    /// What the user said; a relative path is one from where they typed it, and becomes one from the package.
    private static func runtime(_ given: String, for folder: FolderPath) -> RuntimeLocation {
        guard case .path(let path) = RuntimeLocation(given), !path.hasPrefix("/") else { return RuntimeLocation(given) }
        return .path(folder.relative(to: FolderPath(path)))
    }

    /// The spec as seen from the package: its name alone where that would lead through half the machine.
    private static func link(to file: String, in specFolder: FolderPath, from folder: FolderPath) -> String {
        specFolder.holds(folder) && specFolder.parts.count + 3 >= folder.parts.count
            ? [folder.relative(to: specFolder), file].filter { $0 != "." }.joined(separator: "/") : file
    }
}
