import GatewaySpec

/// A route whose function the user writes, with everything worked out that its code needs.
struct HandlerPlan {
    let route: Route
    let names: HandlerNames
    /// What the handler gets: parameters first, the body last.
    let inputs: [Input]
    /// The Swift type of what it returns; nothing for no content.
    let returns: String?
    /// Who calls; nil on an open route.
    let caller: CallerPlan?

    /// Whether the body arrives while the handler reads it.
    var streamsBody: Bool { route.rawBody?.value == .stream }

    /// Whether anything of the request is read.
    var readsRequest: Bool { !inputs.isEmpty || caller != nil }

    /// One part of the input.
    struct Input {
        /// In Swift, without backticks.
        let name: String
        let type: String
        let source: Source
        let doc: String?

        enum Source {
            case parameter(Parameter)
            case body(TypeUse)
            case rawBody(RawBody, types: [String])
        }

        /// Whether it may be missing and has no default.
        var isOptional: Bool {
            switch source {
            case .parameter(let parameter): parameter.field.type.isOptional && parameter.field.defaultValue == nil
            case .body(let type): type.isOptional
            case .rawBody: false
            }
        }
    }

    /// The function's head, without `async throws`.
    var requestLine: String { route.requestLine }
}

extension HandlerPlan {
    init(_ route: Route, name: String, spec: ServiceSpec, names: Names) {
        self.route = route
        self.names = HandlerNames(name)
        var inputs = route.parameters.map { parameter in
            Input(
                name: names.member(parameter.field), type: names.inputType(parameter.field, in: spec),
                source: .parameter(parameter),
                doc: ConstraintText.doc(parameter.field, scalar: spec.scalar(parameter.field.type)))
        }
        if let body = route.body {
            inputs.append(Input(name: "body", type: names.swift(body, in: spec), source: .body(body), doc: nil))
        }
        if let raw = route.rawBody?.value {
            let source = Input.Source.rawBody(raw, types: route.accepts.map(\.value))
            inputs.append(Input(name: "body", type: names.swift(raw), source: source, doc: raw.doc))
        }
        self.inputs = inputs
        caller = CallerPlan(route, spec: spec)
        returns = Self.returnType(route.result, spec: spec, names: names)
    }

    private static func returnType(_ result: RouteResult, spec: ServiceSpec, names: Names) -> String? {
        switch result {
        case .none: nil
        case .events(let use): "\(names.runtime("EventStream"))<\(names.swift(use, in: spec))>"
        case .type(let use): names.swift(use, in: spec)
        case .raw(.text), .raw(.html): "String"
        case .raw(.binary): "[UInt8]"
        case .raw(.stream): names.runtime("Response")
        }
    }
}

extension Names {
    /// The type of a value that has a default: it is never missing.
    func inputType(_ field: Field, in spec: ServiceSpec) -> String {
        guard field.defaultValue != nil, !field.type.isNullable else { return swift(field.type, in: spec) }
        return swift(field.type.required, in: spec)
    }
}

extension Names {
    /// The type of a body that is taken as it comes.
    func swift(_ body: RawBody) -> String {
        switch body {
        case .text: "String"
        case .binary: "[UInt8]"
        case .stream: runtime("RequestBody")
        }
    }
}

extension RawBody {
    /// What stands above the input's property.
    fileprivate var doc: String? {
        self == .stream ? "It is read as it arrives: `for try await chunk in input.body`." : nil
    }
}

extension ServiceSpec {
    /// The built-in type behind a type's aliases, if it is one.
    func scalar(_ use: TypeUse) -> ScalarType? {
        if case .scalar(let scalar)? = resolve(use)?.kind { scalar } else { nil }
    }
}
