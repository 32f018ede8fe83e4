import GatewayDiagnostics

/// What type a placeholder has, and where it fits.
struct PlaceholderTypes {
    let spec: ServiceSpec

    /// A placeholder's type.
    enum Found {
        /// This type, which may be absent.
        case type(TypeUse.Kind, isOptional: Bool)
        /// A counter, an `int64`.
        case counter
        /// Nothing is known, or it was reported elsewhere.
        case unknown
    }

    /// Whether a value can become text inside of a longer text.
    func isText(_ kind: TypeUse.Kind) -> Bool {
        switch kind {
        case .scalar(let scalar): scalar != .json && scalar != .file && scalar != .bytes
        case .named(let name): spec.type(named: name)?.isEnumeration ?? true
        case .list, .map: false
        }
    }

    /// Whether every value of one type is a value of the other.
    func fits(_ found: TypeUse.Kind, into target: TypeUse.Kind) -> Bool {
        switch (resolved(found), resolved(target)) {
        case (_, .scalar(.json)): true
        case (.scalar(let a), .scalar(let b)): a == b || b.holdsAll(of: a)
        case (.list(let a), .list(let b)), (.map(let a), .map(let b)): fits(a.kind, into: b.kind)
        case (let a, let b): Self.isSame(a, b)
        }
    }

    private func resolved(_ kind: TypeUse.Kind) -> TypeUse.Kind {
        spec.resolve(TypeUse(kind, span: spec.name.span))?.kind ?? kind
    }

    /// Whether two types, aliases followed, are one.
    static func isSame(_ one: TypeUse.Kind, _ other: TypeUse.Kind) -> Bool {
        switch (one, other) {
        case (.scalar(let a), .scalar(let b)): a == b
        case (.named(let a), .named(let b)): a == b
        case (.list(let a), .list(let b)), (.map(let a), .map(let b)): isSame(a.kind, b.kind)
        default: false
        }
    }
}

extension ScalarType {
    /// Whether every number of another type is one of this type, exactly.
    func holdsAll(of other: ScalarType) -> Bool {
        if self == .double { return other == .float || (other.bitWidth ?? 64) <= 32 }
        guard let bounds, let inner = other.bounds, let low = bounds.lower, let high = bounds.upper,
            let innerLow = inner.lower,
            let innerHigh = inner.upper
        else { return false }
        return low <= innerLow && innerHigh <= high
    }

    private var bitWidth: Int? {
        switch self {
        case .int8, .uint8: 8
        case .int16, .uint16: 16
        case .int32, .uint32: 32
        case .int, .int64, .uint, .uint64: 64
        default: nil
        }
    }
}

extension TypeUse.Kind {
    /// The type as the spec writes it.
    var specText: String {
        switch self {
        case .scalar(let scalar): scalar.rawValue
        case .named(let name): name
        case .list(let element): "[\(element.kind.specText)]"
        case .map(let element): "{string: \(element.kind.specText)}"
        }
    }
}
