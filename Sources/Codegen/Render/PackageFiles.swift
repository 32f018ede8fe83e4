import GatewayParallel
import GatewaySpec

/// Every file of a package that comes from a template.
struct PackageFiles: Sendable {
    let plan: ServicePlan
    let options: Generator.Options
    let templates: Templates

    private var names: Names { plan.names }
    private var sources: String { "Sources/\(names.module)" }

    /// All of them, in no order.
    var all: [OutputFile] {
        get throws(TemplateError) {
            // What takes longest comes first, so that no thread is left with it at the end.
            let types = TypesCode(plan: plan).parts.map(Part.types)
            let parts = Parallel.map([.routes, .api] + types + [.handlers, .others]) { part in
                Result { () throws(TemplateError) in try write(part) }
            }
            var files: [OutputFile?] = []
            var declarations: [String] = []
            for part in parts {
                let made = try part.get()
                files += made.files
                declarations += made.declarations
            }
            files.append(try generated("Types.swift", ["declarations": .blocks(declarations.map { [$0] })]))
            return files.compactMap { $0 }
        }
    }

    /// What can be written side by side.
    private enum Part {
        case routes, api, types(TypesCode.Part), handlers, others
    }

    /// A part's files, and its share of the file of types.
    private func write(_ part: Part) throws(TemplateError) -> (files: [OutputFile?], declarations: [String]) {
        switch part {
        case .routes: return ([try generated("Routes.swift", RoutesCode(plan: plan).fields)], [])
        case .api: return ([try generated("API.swift", APICode(plan: plan).fields)], [])
        case .types(let part): return ([], TypesCode(plan: plan).declarations(of: part))
        case .handlers: return (try handlers, [])
        case .others:
            var files = try code + papers
            for hub in plan.hubs { files.append(try stub(hub)) }
            for middleware in plan.middleware { files.append(try stub(middleware)) }
            return (files, [])
        }
    }

    private func generated(_ name: String, _ fields: ViewFields) throws(TemplateError) -> OutputFile? {
        file("\(sources)/Generated/\(name)", .generated, try templates.render(name, fields))
    }

    private var handlers: [OutputFile?] {
        get throws(TemplateError) {
            guard !plan.handlers.isEmpty else { return [] }
            let stub = try PreparedTemplate("Handler.swift", texts: ["space"], blocks: Self.blocks, in: templates)
            return plan.handlers.map { self.stub($0, stub) }
        }
    }

    private var code: [OutputFile?] {
        get throws(TemplateError) {
            let package: ViewFields = [
                "packageName": .text(SwiftLiteral.string(names.service)), "runtimeDependency": .text(runtimeDependency),
                "products": .block(products),
            ]
            let tests = TestsCode(plan: plan).fields
            return [
                file(
                    "Package.swift", .user(.needed(declaration: "let package = Package(")),
                    try templates.render("Package.swift", package),
                    followed: FollowedLines(
                        start: "            name: \"\(names.module)\",", end: "        .testTarget(", lines: products)),
                file("\(sources)/Main.swift", .user(.needed(declaration: "@main")), try templates.render("Main.swift")),
                file(
                    "\(sources)/\(names.serviceType).swift", .user(.needed(declaration: ": \(names.api)")),
                    try templates.render("Service.swift")),
                file(
                    "Tests/\(names.module)Tests/\(names.serviceType)Tests.swift", .user(.optional),
                    try templates.render("Tests.swift", tests)),
            ]
        }
    }

    private var papers: [OutputFile?] {
        get throws(TemplateError) {
            [
                file(
                    "README.md", .user(.optional),
                    try templates.render("README.md", PapersText(plan: plan, options: options).readme)),
                file(
                    "Dockerfile", .user(.optional),
                    try templates.render("Dockerfile", PapersText(plan: plan, options: options).docker)),
                file(
                    "etc/\(names.service).yaml", .user(.optional),
                    try templates.render("config.yaml", ConfigText(plan: plan).fields)),
                file(".gitignore", .user(.optional), try templates.render("gitignore")),
                file(".dockerignore", .user(.optional), try templates.render("dockerignore")),
                file(".swift-format", .user(.optional), try templates.render("swift-format.json")),
            ]
        }
    }

    /// What a handler's stub has of its own, and is never empty.
    private static let blocks = ["doc", "signature", "body"]

    private func stub(_ handler: HandlerPlan, _ template: PreparedTemplate) -> OutputFile? {
        let path = "\(sources)/Handlers/\(handler.names.space).swift"
        var doc = SwiftWriter(depth: 1)
        doc.doc(handler.route.doc ?? "Answers `\(handler.requestLine)`.")
        var signature = SwiftWriter(depth: 1)
        FunctionCode(handler: handler, names: names).write(
            input: "\(handler.names.space).Input", body: true, to: &signature)
        var body = SwiftWriter(depth: 2)
        body.call(
            "throw \(names.runtime("HTTPError")).notWritten",
            [SwiftLiteral.string(handler.names.function), "in: \(SwiftLiteral.string(path))"])
        let text = template.render([
            "space": handler.names.space, "doc": doc.block, "signature": signature.block, "body": body.block,
        ])
        return file(path, .user(.needed(declaration: "\(handler.names.space).Handler")), text)
    }

    private func stub(_ middleware: MiddlewarePlan) throws(TemplateError) -> OutputFile? {
        let path = "\(sources)/Middleware/\(middleware.type).swift"
        var doc = SwiftWriter(depth: 1)
        doc.doc(middleware.doc)
        var signature = SwiftWriter(depth: 1)
        FunctionCode.write(middleware, names, body: true, to: &signature)
        let fields: ViewFields = [
            "middlewareType": .text(middleware.type), "doc": .lines(doc.lines), "signature": .lines(signature.lines),
        ]
        let owner = FileOwner.user(.needed(declaration: ": \(middleware.type)"))
        return file(path, owner, try templates.render("Middleware.swift", fields))
    }

    /// What the executable's target depends on: the runtime, and the parts of it that the spec needs.
    private var products: [String] {
        let names = ["GatewayRuntime"] + plan.parts
        let products = names.map { ".product(name: \"\($0)\", package: \"swift-gateway\")" }
        if products.count == 1 { return ["            dependencies: [\(products[0])]),"] }
        return ["            dependencies: ["] + products.map { "                \($0)," } + ["            ]),"]
    }

    private func stub(_ hub: HubPlan) throws(TemplateError) -> OutputFile? {
        let path = "\(sources)/Hubs/\(hub.names.type).swift"
        let fields: ViewFields = [
            "hubType": .text(hub.names.type), "hubHandler": .text(hub.names.handler),
            "hubInput": .text(hub.names.input),
            "hubClient": .text(hub.names.client), "message": .text(hub.message), "received": .text(hub.received),
            "async": .text(hub.spec.isAsync ? " async" : ""),
        ]
        let owner = FileOwner.user(.needed(declaration: ": \(hub.names.handler)"))
        return file(path, owner, try templates.render("Hub.swift", fields))
    }

    private func file(
        _ path: String, _ owner: FileOwner, _ text: String, followed: FollowedLines? = nil
    ) -> OutputFile? {
        OutputPath(path).map { OutputFile(path: $0, owner: owner, bytes: Array(text.utf8), followed: followed) }
    }

    private var runtimeDependency: String {
        switch options.runtime {
        case .path(let path): ".package(name: \"swift-gateway\", path: \(SwiftLiteral.string(path)))"
        case .url(let url, let version):
            ".package(url: \(SwiftLiteral.string(url)), from: \(SwiftLiteral.string(version)))"
        }
    }
}
