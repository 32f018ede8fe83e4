/// A named value: an object's field, or a request's parameter. It never changes, and is shared.
public final class Field: Sendable {
    /// The name as written.
    public let name: Spanned<String>
    /// The name in JSON, in the query, in a header … where it differs (`name:`).
    public let explicitWireName: Spanned<String>?
    /// The Swift name, where the spec gives one (`swiftName:`).
    public let swiftName: Spanned<String>?
    /// Its type and constraints.
    public let type: TypeUse
    /// The value where none is sent.
    public let defaultValue: Spanned<Literal>?
    /// What it is for.
    public let doc: String?
    /// Why not to use it any more (empty when only `deprecated: true` is given).
    public let deprecated: String?
    /// What a value looks like.
    public let example: Spanned<Literal>?
    /// Fields that must be there when this one is.
    public let requires: [Spanned<String>]
    /// Fields that must not be there when this one is.
    public let excludes: [Spanned<String>]

    /// Makes a field.
    public init(
        name: Spanned<String>, type: TypeUse, explicitWireName: Spanned<String>? = nil,
        swiftName: Spanned<String>? = nil, defaultValue: Spanned<Literal>? = nil, doc: String? = nil,
        deprecated: String? = nil, example: Spanned<Literal>? = nil, requires: [Spanned<String>] = [],
        excludes: [Spanned<String>] = []
    ) {
        self.name = name
        self.type = type
        self.explicitWireName = explicitWireName
        self.swiftName = swiftName
        self.defaultValue = defaultValue
        self.doc = doc
        self.deprecated = deprecated
        self.example = example
        self.requires = requires
        self.excludes = excludes
    }

    /// The name that goes over the wire.
    public var wireName: String { explicitWireName?.value ?? name.value }

    /// Whether a message without it is accepted: it is optional, or it has a default.
    public var mayBeAbsent: Bool { type.isOptional || defaultValue != nil }
}

/// A value that a route takes from the request.
public struct Parameter: Sendable {
    /// The part of the request that it comes from.
    public var source: ParameterSource
    /// Its name, type and constraints.
    public var field: Field
    /// Whether the route's path alone declares it, so that it is a plain `string`.
    public var isImplicit: Bool

    /// Makes a parameter.
    public init(source: ParameterSource, field: Field, isImplicit: Bool = false) {
        self.source = source
        self.field = field
        self.isImplicit = isImplicit
    }
}

/// A part of a request that holds parameters.
public enum ParameterSource: String, CaseIterable, Sendable {
    /// A segment of the path, the query, a header, a cookie, a form's field.
    case path, query, header, cookie, form
}
