public import GatewayDiagnostics
import GatewaySpec

/// `gen api new NAME`: a small spec to start from.
public struct StarterSpec: Sendable {
    private let service: String

    /// Takes the service's name.
    public init(service: String) {
        self.service = service
    }

    /// Writes `NAME/NAME.yaml`; an existing file is left alone.
    ///
    /// - Returns: where it is, or why it isn't.
    public func write() -> (path: String?, diagnostics: DiagnosticSet) {
        var diagnostics = DiagnosticSet()
        let name = "\(service).yaml"
        let path = "\(service)/\(name)"
        let isPlain =
            service.first?.isLetter == true
            && service.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard isPlain, let file = OutputPath(name) else {
            diagnostics.error(
                .badServiceName, "'\(service)' can't be a service's name", at: nil,
                help: "use letters, digits and dashes, a letter first: my-shop")
            return (nil, diagnostics)
        }
        do {
            try OutputFolder.make(service)
            let folder = OutputFolder(path: service)
            guard try folder.state(of: file) == .absent else {
                diagnostics.error(.inTheWay, "'\(path)' is there already", at: nil, help: "choose another name")
                return (nil, diagnostics)
            }
            try folder.stage(Array(text.utf8), for: file)
            try folder.commit(file)
            return (path, diagnostics)
        } catch {
            diagnostics.append(JobError.file(error).diagnostic(in: service))
            return (nil, diagnostics)
        }
    }

    private var text: String {
        """
        spec: 1
        service: \(service)
        info: { title: \(SwiftName.type(service)), version: 0.1.0 }

        types:
          Greeting:
            $doc: What the service says.
            text: string

        routes:
          GET /: { respond: { text: It works. } }
          GET /greetings/{name}:
            handler: greet
            doc: Greets someone.
            path:
              name: { type: string, trim: true, length: 1..64, doc: Whom to greet. }
            returns: Greeting

        """
    }
}
