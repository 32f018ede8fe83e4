extension Keys {
    static let object: [KeyRow] = [
        KeyRow("$doc", .prose, "What the type is for."),
        KeyRow("$include", .oneOrList(.scalar(.name("an object"))), "Objects whose fields come first."),
        KeyRow("$deprecated", .deprecation, "Why not to use it any more."),
        KeyRow("$example", .literal, "What a value looks like."),
        KeyRow("$swiftName", .swiftName, "The type's name in Swift.", default: "from the name"),
    ]

    /// What narrows a type.
    private static let constraints: [KeyRow] = [
        KeyRow("trim", .bool, "Whether white space around a string goes before it is checked.", default: "`false`"),
        KeyRow(
            "range", .numberRange,
            "The least and greatest number: `1..200`, `3..`, `..10`. `<` leaves an end out: `0<..1`, `0..<1`."),
        KeyRow("length", .countRange, "How many characters (Unicode scalars) a string may have, or bytes a `bytes`."),
        KeyRow("items", .countRange, "How many elements a list or map may have."),
        KeyRow(
            "pattern", .pattern,
            "A regular expression (ECMAScript, without look-around and back-references) that the string must contain; `^` and `$` tie it to the ends."
        ),
        KeyRow("format", .words(StringFormat.self), "A well-known form of string."),
        KeyRow("oneOf", .list(.literal), "The values that are allowed."),
    ]

    /// What only JSON knows.
    private static let quoted = KeyRow(
        "quoted", .bool,
        "Whether a number stands in quotes in JSON, as JavaScript keeps whole numbers exact up to 2^53 alone.",
        default: "`false`")

    private static let type = KeyRow("type", .type(long: .nested), "The type.", required: true)

    private static let papers: [KeyRow] = [
        KeyRow("doc", .prose, "What it is for; goes into the code."),
        KeyRow("deprecated", .deprecation, "Why not to use it any more."),
        KeyRow("example", .literal, "What a value looks like."),
        KeyRow("swiftName", .swiftName, "The name in Swift.", default: "from the name"),
    ]

    static let nested: [KeyRow] = [type] + constraints + [quoted]

    static let alias: [KeyRow] = [type] + constraints + [quoted] + papers

    static let pathParameter: [KeyRow] = [type] + constraints + papers

    static let parameter: [KeyRow] =
        [
            type,
            KeyRow("optional", .bool, "Whether it may be absent; `T?` is short for it.", default: "`false`"),
            KeyRow("default", .literal, "The value where none is sent."),
            KeyRow("name", .string, "The name on the wire.", default: "the key"),
            KeyRow("requires", .oneOrList(.scalar(.string)), "Others that must be there when this one is."),
            KeyRow("excludes", .oneOrList(.scalar(.string)), "Others that must not be there when this one is."),
        ] + constraints + papers

    static let field: [KeyRow] =
        parameter + [
            KeyRow(
                "nullable", .bool, "Whether null is told apart from absent (with `optional`), for PATCH.",
                default: "`false`"),
            quoted,
        ]

    static let enumeration: [KeyRow] = [
        KeyRow(
            "values", .either([.list(.scalar(.word)), .names(.member, what: "value", .scalar(.prose))]),
            "The words; with a text each, as a mapping.", required: true),
        KeyRow("doc", .prose, "What the type is for."),
        KeyRow("deprecated", .deprecation, "Why not to use it any more."),
        KeyRow("swiftName", .swiftName, "The name in Swift.", default: "from the name"),
    ]

    static let union: [KeyRow] = [
        KeyRow("by", .string, "The JSON field that says which member it is.", default: "`type`"),
        KeyRow(
            "of", .names(.member, what: "tag", .scalar(.name("an object"))), "The tags, each with its object.",
            required: true),
        KeyRow("doc", .prose, "What the type is for."),
        KeyRow("deprecated", .deprecation, "Why not to use it any more."),
        KeyRow("example", .literal, "What a value looks like."),
        KeyRow("swiftName", .swiftName, "The name in Swift.", default: "from the name"),
    ]
}

extension ScalarShape {
    /// A word of an enum.
    static let word = ScalarShape("word", "a word") { NameShape.member.complaint($0, what: "enum value") }
}
