/// What constraints can narrow.
enum ConstraintTarget: Equatable {
    case string, number, bytes, collection, named, other

    init(_ kind: TypeUse.Kind) {
        switch kind {
        case .scalar(.string), .scalar(.url): self = .string
        case .scalar(.bytes): self = .bytes
        case .scalar(let scalar): self = scalar.isNumber ? .number : .other
        case .list, .map: self = .collection
        case .named: self = .named
        }
    }
}

extension TypeUse.Kind {
    /// What messages call the type.
    func title(in spec: ServiceSpec) -> String {
        switch self {
        case .scalar(let scalar): "'\(scalar.rawValue)'"
        case .list: "a list"
        case .map: "a map"
        case .named(let name): spec.type(named: name).map { "\($0.kindName) ('\(name)')" } ?? "'\(name)'"
        }
    }
}

extension ScalarType {
    /// The least and greatest value of a whole number's type.
    var bounds: NumberRange? {
        switch self {
        case .int8: NumberRange(lower: .integer(-128), upper: .integer(127))
        case .int16: NumberRange(lower: .integer(-32_768), upper: .integer(32_767))
        case .int32: NumberRange(lower: .integer(Int64(Int32.min)), upper: .integer(Int64(Int32.max)))
        case .int, .int64: NumberRange(lower: .integer(.min), upper: .integer(.max))
        case .uint8: NumberRange(lower: .integer(0), upper: .integer(255))
        case .uint16: NumberRange(lower: .integer(0), upper: .integer(65_535))
        case .uint32: NumberRange(lower: .integer(0), upper: .integer(Int64(UInt32.max)))
        case .uint, .uint64: NumberRange(lower: .integer(0), upper: .unsigned(.max))
        default: nil
        }
    }
}
