/// One named type of the spec. It never changes, and is shared.
public final class TypeDeclaration: Sendable {
    /// The name as written; what fields and routes refer to.
    public let name: Spanned<String>
    /// The Swift name, where the spec gives one (`swiftName`); else it follows from the name.
    public let swiftName: Spanned<String>?
    /// What the type is for.
    public let doc: String?
    /// Why not to use the type any more (empty when only `deprecated: true` is given).
    public let deprecated: String?
    /// What a value looks like.
    public let example: Spanned<Literal>?
    /// What the type is made of.
    public let kind: Kind

    /// What a type can be made of.
    public enum Kind: Sendable {
        /// Fields with names.
        case object(ObjectType)
        /// One of several words.
        case enumeration(EnumType)
        /// One of several objects, told apart by a field.
        case union(UnionType)
        /// Another name for a type, often with constraints.
        case alias(TypeUse)
    }

    /// Declares a type.
    public init(
        name: Spanned<String>, kind: Kind, doc: String? = nil, deprecated: String? = nil,
        example: Spanned<Literal>? = nil,
        swiftName: Spanned<String>? = nil
    ) {
        self.name = name
        self.kind = kind
        self.doc = doc
        self.deprecated = deprecated
        self.example = example
        self.swiftName = swiftName
    }
}

/// An object's fields.
public struct ObjectType: Sendable {
    /// Objects whose fields come before its own (`$include`).
    public var includes: [Spanned<String>]
    /// Its own fields in the order of the file. `ServiceSpec.fields(of:)` has the included ones too.
    public var fields: [Field]

    /// Makes an object of fields.
    public init(includes: [Spanned<String>] = [], fields: [Field] = []) {
        self.includes = includes
        self.fields = fields
    }
}

/// An enum's cases.
public struct EnumType: Sendable {
    /// The cases in the order of the file.
    public var cases: [Case]

    /// One word of an enum.
    public struct Case: Sendable {
        /// The word as it is sent and received.
        public var name: Spanned<String>
        /// What it means.
        public var doc: String?

        /// Makes a case.
        public init(name: Spanned<String>, doc: String? = nil) {
            self.name = name
            self.doc = doc
        }
    }

    /// Makes an enum of cases.
    public init(cases: [Case]) { self.cases = cases }
}

/// A union's members.
public struct UnionType: Sendable {
    /// The JSON field that says which member it is.
    public var tag: Spanned<String>
    /// The members in the order of the file.
    public var members: [Member]

    /// One member: a tag and the object that it stands for.
    public struct Member: Sendable {
        /// The tag's value (`message`).
        public var tag: Spanned<String>
        /// The name of the object (`Message`).
        public var type: Spanned<String>

        /// Makes a member.
        public init(tag: Spanned<String>, type: Spanned<String>) {
            self.tag = tag
            self.type = type
        }
    }

    /// Makes a union of members.
    public init(tag: Spanned<String>, members: [Member]) {
        self.tag = tag
        self.members = members
    }

    /// The member of that tag.
    public func member(_ tag: String) -> Member? { members.first { $0.tag.value == tag } }
}
