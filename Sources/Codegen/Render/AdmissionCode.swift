import GatewaySpec

/// How a client gets into a hub: its parameters are read, and who it is and where it goes follow from them.
struct AdmissionCode {
    let hub: HubPlan
    let binding: HubPlan.Binding
    let plan: ServicePlan

    private var route: Route { binding.route }

    func write(to writer: inout SwiftWriter) {
        let reading = RequestReading(plan: plan)
        let parts = route.parameters.map { parameter in
            reading.part(
                HandlerPlan.Input(
                    name: plan.names.member(parameter.field),
                    type: plan.names.inputType(parameter.field, in: plan.spec),
                    source: .parameter(parameter), doc: nil), place: hub.names.type)
        }
        reading.write(parts, to: &writer)
        let user = hub.spec.user.map { text($0, parts) }
        let room = binding.room.map { text($0, parts) } ?? SwiftLiteral.string(HubBinding.defaultRoom)
        var arguments = ["user: \(user ?? "nil")", "room: \(room)"]
        arguments += hub.inputs.map { input in
            let own = zip(binding.inputNames, parts).first { name, _ in name == input.name }
            return "\(input.name): \(own?.1.value ?? "nil")"
        }
        writer.call("let input = \(hub.names.input)", arguments)
        let admission = plan.names.runtime("HubAdmission")
        writer.line("return \(admission)(input: input, user: input.user, room: input.room)")
    }

    /// A template of the route's own parameters as a string.
    private func text(_ template: Template, _ parts: [RequestReading.Part]) -> String {
        if let placeholder = template.lonePlaceholder { return value(placeholder, parts, alone: true) }
        let pieces = template.parts.map { piece in
            switch piece {
            case .text(let text): String(SwiftLiteral.string(text).dropFirst().dropLast())
            case .placeholder(let placeholder): "\\(\(value(placeholder, parts, alone: false)))"
            }
        }
        return "\"\(pieces.joined())\""
    }

    private func value(_ placeholder: Placeholder, _ parts: [RequestReading.Part], alone: Bool) -> String {
        let index = route.parameters.firstIndex {
            placeholder.kind == .parameter($0.source, $0.field.name.value)
        }
        guard let index else {
            plan.findings.notGenerated("'\(placeholder.kind)' here", at: placeholder.span)
            return "\"\""
        }
        let field = route.parameters[index].field
        let value = parts[index].value
        switch plan.spec.scalar(field.type) {
        case .string: return value
        case let scalar? where scalar.isInteger && !alone: return value
        default: return value + ".plainText"
        }
    }
}
