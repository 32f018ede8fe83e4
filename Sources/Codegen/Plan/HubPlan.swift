import GatewayDiagnostics
import GatewaySpec

/// A hub with everything worked out that its code needs.
struct HubPlan {
    let spec: HubSpec
    let names: HubNames
    /// The Swift type of what clients send.
    let received: String
    /// The Swift type of what clients are sent.
    let sent: String
    /// What a received message is called in the code.
    let message: String
    /// The routes that lead to it, in the order of the file.
    let bindings: [Binding]
    /// What its input has besides `user` and `room`.
    let inputs: [Input]
    /// Who may call; nil if all routes are open.
    let caller: CallerPlan?
    /// What messages say of the caller: the claims, and what they are called in the input.
    let claims: [(claim: String, name: String)]
    /// The fields that tell which messages replace each other.
    let conflateBy: [String]

    /// A route to the hub.
    struct Binding {
        let route: Route
        let room: Template?
        /// What each of the route's parameters is called in the hub's input; nothing for the `user` and the `room`.
        let inputNames: [String?]
    }

    /// A parameter of the hub's routes.
    struct Input {
        /// In Swift, without backticks.
        let name: String
        let type: String
        let parameter: Parameter
        /// Whether every route of the hub has it.
        let isEverywhere: Bool
    }

    /// Whether frames go through as they are.
    var isRaw: Bool {
        if case .type = spec.receives.value { false } else { true }
    }
}

extension HubPlan {
    init(_ hub: HubSpec, spec: ServiceSpec, names: Names) {
        var hub = hub
        hub.receives.value = Self.resolved(hub.receives.value, spec)
        hub.sends.value = Self.resolved(hub.sends.value, spec)
        self.spec = hub
        self.names = HubNames(hub.name.value)
        conflateBy = spec.conflationFields(of: hub)
        claims = Self.claims(of: hub)
        received = Self.swiftType(hub.receives.value, names)
        sent = Self.swiftType(hub.sends.value, names)
        message = Self.messageName(hub.receives.value, names)
        bindings = spec.routes.compactMap { route in
            guard case .hub(let binding) = route.action, binding.hub.value == hub.name.value else { return nil }
            let inputNames = route.parameters.map { Self.inputName($0, room: binding.room, hub: hub, names: names) }
            return Binding(route: route, room: binding.room, inputNames: inputNames)
        }
        inputs = Self.inputs(of: bindings, spec: spec, names: names)
        caller = CallerPlan(bindings.map(\.route), spec: spec)
    }

    /// The object or union itself where the hub names an alias of it.
    private static func resolved(_ kind: HubSpec.MessageKind, _ spec: ServiceSpec) -> HubSpec.MessageKind {
        guard case .type(let name) = kind, let declaration = spec.type(named: name),
            case .named(let target)? = spec.resolve(TypeUse(.named(name), span: declaration.name.span))?.kind
        else { return kind }
        return .type(target)
    }

    private static func swiftType(_ kind: HubSpec.MessageKind, _ names: Names) -> String {
        if case .type(let name) = kind { names.type(name) } else { names.runtime("WebSocketMessage") }
    }

    /// `say` for a `Say`, `message` where that would be a word of Swift or of the code around it.
    private static func messageName(_ kind: HubSpec.MessageKind, _ names: Names) -> String {
        guard case .type(let type) = kind else { return "message" }
        let name = SwiftName.member(names.declaredType(type))
        let taken =
            SwiftName.reservedWords.contains(name) || Self.taken.contains(name)
        return taken ? "message" : name
    }

    private static let taken: Set<String> = ["admitted", "client", "farewell", "relay", "room", "sequence", "welcome"]

    /// The parameters of all routes, each once; `user` and `room` are there anyway. That those of one name have one
    /// type, the spec's own rules say.
    private static func inputs(
        of bindings: [Binding], spec: ServiceSpec, names: Names
    ) -> [Input] {
        var inputs: [Input] = []
        for binding in bindings {
            for (parameter, name) in zip(binding.route.parameters, binding.inputNames) {
                guard let name, !inputs.contains(where: { $0.name == name }) else { continue }
                let isEverywhere = bindings.allSatisfy { $0.inputNames.contains(name) }
                let type = names.swift(parameter.field.type, in: spec)
                inputs.append(Input(name: name, type: type, parameter: parameter, isEverywhere: isEverywhere))
            }
        }
        return inputs
    }

    private static func claims(of hub: HubSpec) -> [(claim: String, name: String)] {
        var claims: [(claim: String, name: String)] = []
        for case .auth(let claim) in hub.messagePlaceholders.map(\.kind)
        where !claims.contains(where: { $0.claim == claim }) {
            claims.append((claim, claimName(claim)))
        }
        return claims
    }

    /// What a claim is called in code: `authSub`.
    static func claimName(_ claim: String) -> String {
        SwiftName.member("auth-" + claim.map { $0 == "." ? "-" : String($0) }.joined())
    }

    /// Whether messages say what a client's request said.
    var keepsInput: Bool {
        spec.messagePlaceholders.contains { placeholder in
            switch placeholder.kind {
            case .parameter, .auth: true
            default: false
            }
        }
    }

    /// What a parameter is called in the input; nothing if it is the `user` or the `room` that the input has already.
    private static func inputName(_ parameter: Parameter, room: Template?, hub: HubSpec, names: Names) -> String? {
        let name = names.member(parameter.field)
        guard name == "user" || name == "room" else { return name }
        let template = name == "user" ? hub.user : room
        let own = Placeholder.Kind.parameter(parameter.source, parameter.field.name.value)
        return template?.lonePlaceholder?.kind == own ? nil : SwiftName.member("\(parameter.source.rawValue)-\(name)")
    }
}
