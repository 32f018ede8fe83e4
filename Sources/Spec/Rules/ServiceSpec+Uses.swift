import GatewayDiagnostics

extension ServiceSpec {
    /// Every type that is written somewhere, with list elements and map values still inside, and whether a form's field has it.
    /// The types of errors are left out.
    var typeUses: [(use: TypeUse, isForm: Bool)] {
        var result: [(use: TypeUse, isForm: Bool)] = []
        for type in types {
            switch type.kind {
            case .object(let object): for field in object.fields { result.append((field.type, false)) }
            case .alias(let use): result.append((use, false))
            case .enumeration, .union: break
            }
        }
        for route in routes {
            for parameter in route.parameters { result.append((parameter.field.type, parameter.source == .form)) }
            if let body = route.body { result.append((body, false)) }
            switch route.result {
            case .type(let use), .events(let use): result.append((use, false))
            case .none, .raw: break
            }
        }
        return result
    }

    /// Every field and declared parameter.
    var allFields: [Field] {
        var result: [Field] = []
        for type in types {
            if case .object(let object) = type.kind { result += object.fields }
        }
        for route in routes {
            for parameter in route.parameters where !parameter.isImplicit { result.append(parameter.field) }
        }
        return result
    }
}

extension TypeUse {
    /// The name at the heart of lists and maps.
    var innermostName: String? {
        switch kind {
        case .named(let name): name
        case .list(let element), .map(let element): element.innermostName
        case .scalar: nil
        }
    }

    /// The use of `file` at the heart of lists and maps.
    var innermostFile: TypeUse? {
        switch kind {
        case .scalar(.file): self
        case .list(let element), .map(let element): element.innermostFile
        case .scalar, .named: nil
        }
    }

    /// Whether it is a file or a list of files.
    var isFile: Bool {
        switch kind {
        case .scalar(.file): true
        case .list(let element): if case .scalar(.file) = element.kind { true } else { false }
        default: false
        }
    }
}

extension TypeDeclaration {
    /// What messages call it.
    var kindName: String {
        switch kind {
        case .object: "an object"
        case .enumeration: "an enum"
        case .union: "a union"
        case .alias: "an alias"
        }
    }

    var isEnumeration: Bool {
        if case .enumeration = kind { true } else { false }
    }

    var ownFieldNames: Set<String> {
        if case .object(let object) = kind { Set(object.fields.map(\.name.value)) } else { [] }
    }
}
