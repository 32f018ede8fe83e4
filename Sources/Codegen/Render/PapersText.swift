import GatewaySpec

/// What the README and the Dockerfile say of a service.
struct PapersText {
    let plan: ServicePlan
    let options: Generator.Options

    private var names: Names { plan.names }

    var readme: ViewFields {
        [
            "description": .optional(plan.spec.info.description.map(DocText.line)),
            "specLink": .text(options.specLink),
            "commands": .lines(commands),
            "yours": .list(yours),
            "routes": .list(routes),
            "secrets": .list(AuthConfigText(plan: plan).needed.map { ["line": .text($0)] }),
            "hasSecrets": .flag(!plan.spec.usedAuth.isEmpty),
            "dockerCommand": .text(dockerCommand),
        ]
    }

    var docker: ViewFields {
        [
            "dockerHelp": .lines(dockerHelp),
            "packageFolder": .text(packageFolder),
        ]
    }

    private var commands: [String] {
        [
            ("swift run \(names.service)", "serves on http://127.0.0.1:8080"),
            ("swift run \(names.service) --port 3000", "--help lists the other flags"),
            ("swift test", "your tests"),
            ("gen api \(options.specLink)", "after an edit of the spec; what is yours stays"),
        ].map { $0.padding(to: 36) + "# " + $1 }
    }

    private var yours: [ViewFields] {
        let sources = "Sources/\(names.module)"
        var rows: [(String, String)] = [
            ("\(sources)/\(names.serviceType).swift", "what handlers share: databases, clients, clocks")
        ]
        if !plan.handlers.isEmpty {
            rows.append(
                ("\(sources)/Handlers/", "a function for each `handler` route; it answers 501 until you write it"))
        }
        if !plan.hubs.isEmpty {
            rows.append(("\(sources)/Hubs/", "what a hub does with its clients; unedited, it does what the spec says"))
        }
        if !plan.middleware.isEmpty {
            rows.append(("\(sources)/Middleware/", "what stands around routes; unedited, each lets everything through"))
        }
        rows += [
            ("\(sources)/Main.swift", "how the service starts"),
            ("etc/\(names.service).yaml", "its settings"),
            ("Tests/", "its tests"),
            ("Package.swift", "its dependencies; until you edit it, gen adds what the spec needs"),
        ]
        if hasFiles { rows.append(("Public/", "the files it serves, copied from beside the spec")) }
        return rows.map { ["path": .text($0.0), "what": .text($0.1)] }
    }

    private var hasFiles: Bool {
        plan.spec.routes.contains { if case .staticFiles = $0.action { true } else { false } }
    }

    private var routes: [ViewFields] {
        plan.spec.routes.map { route in
            ["line": .text(route.requestLine), "what": .text(Self.cell(route.doc ?? Self.what(route.action)))]
        }
    }

    private static func what(_ action: RouteAction) -> String {
        switch action {
        case .handler(let name): "calls `\(HandlerNames(name.value).function)`"
        case .hub(let binding): "the hub `\(binding.hub.value)`"
        case .presence(let hub): "the rooms of `\(hub.value)` and who is in them"
        case .proxy(let upstream): "forwards to `\(upstream.value)`"
        case .staticFiles(let files):
            switch files.source {
            case .file(let file): "serves `\(file.value)`"
            case .directory(let folder): "serves the folder `\(folder.value)`"
            }
        case .redirect(let redirect): "sends clients to `\(redirect.target.value)`"
        case .respond: "answers what the spec says"
        }
    }

    /// A text that stays in its cell of a table.
    private static func cell(_ text: String) -> String {
        DocText.line(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    // MARK: Docker

    /// Where the package lies in what is sent to Docker: in the checkout that it depends on, if there is one.
    private var packageFolder: String { options.placeInCheckout ?? "." }

    private var dockerCommand: String {
        "docker build -t \(names.service) .".padding(to: 50) + "# or as an image; the Dockerfile says how"
    }

    private var dockerHelp: [String] {
        switch (options.runtime, options.placeInCheckout) {
        case (.url, _): ["docker build -t \(names.service) ."]
        case (.path(let path), let place?):
            [
                "Package.swift depends on the checkout in \(path), which Docker must get too. From there:",
                "docker build -t \(names.service) -f \(place)/Dockerfile .",
            ]
        case (.path(let path), nil):
            [
                "Package.swift depends on \(path), which Docker doesn't get: let it depend on a release, or call",
                "docker build from a folder that holds both, with --build-arg PACKAGE=<this folder, from there>.",
            ]
        }
    }
}

extension String {
    fileprivate func padding(to count: Int) -> String {
        self + String(repeating: " ", count: max(1, count - self.count))
    }
}
