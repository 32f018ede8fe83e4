import GatewaySpec

extension Names {
    /// A type as Swift writes it: `[String: Message]`, `Date?`, `Patch<String>`.
    func swift(_ use: TypeUse, in spec: ServiceSpec) -> String {
        let plain = plain(use.kind, in: spec)
        guard use.isOptional || use.isNullable, !isAlreadyOptional(use, in: spec) else { return plain }
        return use.isOptional && use.isNullable ? "\(runtime("Patch"))<\(plain)>" : plain + "?"
    }

    /// A type without regard to whether a value may be absent.
    func plain(_ kind: TypeUse.Kind, in spec: ServiceSpec) -> String {
        switch kind {
        case .scalar(let scalar): swift(scalar)
        case .named(let name): type(name)
        case .list(let element): "[\(swift(element, in: spec))]"
        case .map(let value): "[String: \(swift(value, in: spec))]"
        }
    }

    private func swift(_ scalar: ScalarType) -> String {
        switch scalar {
        case .string: "String"
        case .bool: "Bool"
        case .int: "Int"
        case .int8: "Int8"
        case .int16: "Int16"
        case .int32: "Int32"
        case .int64: "Int64"
        case .uint: "UInt"
        case .uint8: "UInt8"
        case .uint16: "UInt16"
        case .uint32: "UInt32"
        case .uint64: "UInt64"
        case .float: "Float"
        case .double: "Double"
        case .decimal: runtime("Decimal")
        case .uuid: runtime("UUID")
        case .url: runtime("URL")
        case .timestamp: runtime("Date")
        case .date: runtime("CalendarDate")
        case .duration: standard("Duration")
        case .bytes: "[UInt8]"
        case .json: runtime("JSONValue")
        case .file: runtime("UploadedFile")
        }
    }

    /// An alias of an optional type has its question mark already.
    private func isAlreadyOptional(_ use: TypeUse, in spec: ServiceSpec) -> Bool {
        guard case .named(let name) = use.kind, case .alias(let target)? = spec.type(named: name)?.kind else {
            return false
        }
        return target.isOptional || target.isNullable || isAlreadyOptional(target, in: spec)
    }
}
