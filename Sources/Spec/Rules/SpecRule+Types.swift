extension SpecRule {
    /// Titles and explanations.
    static let textsTypes: [SpecRule: Text] = [
        .malformedType: Text(
            "malformed type",
            """
            A type is a name, `[T]` for a list, or `{string: T}` for a map. `T?` may be absent; for a list that \
            may be absent write `{ type: [T], optional: true }`.
            """),
        .inlineObject: Text(
            "object without a name",
            """
            Objects inside of objects have a name of their own, so that code can speak of them: declare the \
            inner one under `types`.
            """),
        .unknownType: Text(
            "unknown type",
            """
            The name is neither a built-in type nor one that the spec or its imports declare.
            """),
        .duplicateName: Text(
            "declared twice",
            """
            Types, enums, unions and aliases share one set of names. Hubs, upstreams, middlewares and ways to \
            authenticate have a set each; two that would be the same in Swift clash too.
            """),
        .reservedName: Text(
            "reserved name",
            """
            The name means something to the language, or to Swift where even backticks do not help. `swiftName` \
            gives another name to Swift alone and leaves JSON as it is.
            """),
        .typeClash: Text(
            "names clash in Swift",
            """
            Two names become one in Swift, such as `user-api` and `UserApi`, or a type bears the name of \
            something that is generated, such as `ChatService`. Rename one, or give it a `swiftName`.
            """),
        .memberClash: Text(
            "members clash in Swift",
            """
            Two fields, parameters, tags or enum values become one name in Swift, such as `created-at` and \
            `createdAt`. Parameters of all parts of a request share one set of names, and `body` is one of them. \
            `swiftName` gives another name to Swift alone.
            """),
        .recursiveType: Text(
            "endless type",
            """
            An object holds itself, directly or through others, and no list, map or optional field stands on the \
            way: no value of it could ever end.
            """),
        .recursiveAlias: Text(
            "endless alias",
            """
            An alias must end at a type that is none.
            """),
        .unusedType: Text(
            "unused type",
            """
            No route and no hub leads to the type. It may be a leftover.
            """),
        .badInclude: Text(
            "bad include",
            """
            `$include` takes over the fields of other objects, so it names objects, and never itself.
            """),
        .duplicateField: Text(
            "field twice",
            """
            Two fields of an object, or two parameters of the same part of a request, have the same name on the \
            wire; one of them may come from an include.
            """),
        .badUnionMember: Text(
            "bad member of a union",
            """
            A union's members are objects, each of them once, and none has a field of the name that tells \
            members apart (`by`).
            """),
        .constraintMisfit: Text(
            "constraint that does not apply",
            """
            Each constraint narrows some types: `range` numbers; `length`, `pattern`, `format` and `trim` \
            strings (`length` also `bytes`); `items` lists and maps; `oneOf` strings, numbers and enums; `quoted` \
            numbers but `decimal`, which has quotes already.
            """),
        .constraintOutOfType: Text(
            "bound that the type has not",
            """
            A bound lies outside of the type itself, such as 300 for `uint8`, so it says nothing or cannot be \
            met.
            """),
        .defaultMisfit: Text(
            "default of another type",
            """
            The default is no value of the field's type. Quotes decide: `"5"` is a string, `5` a number.
            """),
        .defaultOutside: Text(
            "default outside of its constraint",
            """
            The default breaks a constraint of its own field. A client that sent it would be refused.
            """),
        .valueMisfit: Text(
            "value of another type",
            """
            An example or an allowed value is no value of its type.
            """),
        .badPattern: Text(
            "bad pattern",
            """
            Patterns are regular expressions without look-around and back-references, so that matching takes a \
            time linear in the text, whatever a client sends. Write them in single quotes: YAML then leaves the \
            backslashes alone.
            """),
        .badDependency: Text(
            "bad dependency",
            """
            `requires` and `excludes` name other fields of the same object, or parameters of the same part of \
            the request.
            """),
        .optionalNotAllowed: Text(
            "optional where nothing can be absent",
            """
            Only fields and parameters can be absent. An element of a list, a body, an answer, an alias or a \
            piece of a path is always there.
            """),
        .nullableNotOptional: Text(
            "nullable, but not optional",
            """
            `nullable` tells null from absent, for PATCH. It says something only where the field may be absent.
            """),
        .optionalWithDefault: Text(
            "optional with a default",
            """
            With a default the value is never absent, so the field is not optional.
            """),
        .fileOutsideForm: Text(
            "file outside of a form",
            """
            Files are uploaded in forms; JSON carries bytes as base64 (`bytes`).
            """),
    ]
}
