public import GatewayDiagnostics
import GatewayParallel
public import GatewaySpec

/// Makes a package of a spec: a pure function, the same bytes on every machine.
public struct Generator: Sendable {
    /// What the package depends on, and what it calls its spec.
    public struct Options: Hashable, Sendable {
        /// Where the generated package finds the runtime.
        public var runtime: RuntimeLocation
        /// The spec's file name, for headers; never a path.
        public var specName: String
        /// The spec as seen from the package's folder, for its README.
        public var specLink: String

        /// The package as seen from the checkout that it lies in and depends on, for its Dockerfile; nil if it doesn't.
        public var placeInCheckout: String?

        /// Makes options.
        public init(runtime: RuntimeLocation, specName: String, specLink: String, placeInCheckout: String? = nil) {
            self.runtime = runtime
            self.specName = specName
            self.specLink = specLink
            self.placeInCheckout = placeInCheckout
        }
    }

    /// The files of a package, or why there are none.
    public struct Result: Sendable {
        /// In order of path; none if there is an error among the findings.
        public let files: [OutputFile]
        /// What the generator has to say about the spec.
        public let diagnostics: DiagnosticSet
        /// What was worked out, which is not taken apart before the result is.
        fileprivate let plan: ServicePlan
    }

    private let options: Options

    /// Makes a generator.
    public init(_ options: Options) {
        self.options = options
    }

    /// The files of the spec's package, without those that it copies (`StaticFiles`).
    public func generate(_ spec: ServiceSpec) -> Result {
        let (plan, templates) = Parallel.both {
            ServicePlan(spec, specName: options.specName)
        } _: {
            Swift.Result { () throws(TemplateError) in try TemplateSet(sources: TemplateCatalog.sources) }
        }
        Unsupported(plan: plan).check()
        do {
            let templates = Templates(plan, set: try templates.get())
            let files = try PackageFiles(plan: plan, options: options, templates: templates).all
            let diagnostics = plan.findings.set
            return Result(
                files: diagnostics.hasErrors ? [] : files.sorted { $0.path < $1.path }, diagnostics: diagnostics,
                plan: plan)
        } catch {
            var diagnostics = plan.findings.set
            diagnostics.error(.brokenTemplate, "\(error)", at: nil, help: "this is a fault of gen; please report it")
            return Result(files: [], diagnostics: diagnostics, plan: plan)
        }
    }
}

/// Where a generated package finds the runtime.
public enum RuntimeLocation: Hashable, Sendable {
    /// A checkout, as seen from the package's folder (or absolute).
    case path(String)
    /// A repository, from a version on.
    case url(String, from: String)

    /// The released runtime.
    public static let released = RuntimeLocation.url("https://github.com/swift-gateway/swift-gateway", from: "0.1.0")

    /// Takes a path or a URL, as `--runtime` does.
    public init(_ text: String) {
        let isURL = text.contains("://") || text.hasPrefix("git@")
        self = isURL ? .url(text, from: "0.1.0") : .path(text)
    }
}
