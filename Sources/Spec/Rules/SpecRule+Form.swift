extension SpecRule {
    /// Titles and explanations.
    static let textsForm: [SpecRule: Text] = [
        .unknownKey: Text(
            "unknown key",
            """
            A key that the language does not know where it stands. Unknown keys are mistakes, never ignored: a \
            misspelt `timeout` would else be no timeout. docs/spec-reference.md lists every key and where it may \
            stand.
            """),
        .wrongKind: Text(
            "wrong kind of value",
            """
            The key is known, but its value is of another kind: a list where text is due, a number where a name \
            is due, nothing at all. Two traps of YAML: `{room}` without quotes is a mapping, and `42` or `true` \
            without quotes is no string.
            """),
        .missingKey: Text(
            "missing key",
            """
            A key without which the rest has no meaning: `spec` and `service` at the top, `type` in a type's \
            long form, `receives` and `sends` in a hub.
            """),
        .unknownWord: Text(
            "unknown value",
            """
            The key takes one of a few words, and this is none of them.
            """),
        .unit: Text(
            "missing or unknown unit",
            """
            Durations, sizes, counts and rates are written with their unit: `250ms`, `54s`, `1h30m`; `512B`, \
            `4KiB`, `1MB`; `256`, `100k`; `20/s`, `100/m`. There are no fractions. A duration without a unit \
            would be seconds to one reader and milliseconds to another.
            """),
        .rangeForm: Text(
            "malformed range",
            """
            A range has two dots between its ends, and both ends belong to it: `1..512`, `3..` (at least 3), \
            `..10` (at most 10). For numbers, `<` leaves an end out: `0<..1` (more than 0), `0..<1` (less than 1).
            """),
        .impossibleRange: Text(
            "impossible range",
            """
            The lower end of the range is above its upper end: nothing could ever lie within.
            """),
        .numberOutOfBounds: Text(
            "number out of bounds",
            """
            The number is not among those that make sense here, such as a limit of zero.
            """),
        .badName: Text(
            "malformed name",
            """
            Names become names in Swift, in files or in URLs, so their form is limited: types and handlers have \
            letters, digits and `_`; hubs, groups, upstreams and middlewares also `-`; a service has small \
            letters and digits, with words joined by `-`.
            """),
        .specVersion: Text(
            "unknown version of the language",
            """
            `spec: 1` says which version of the language the file is written in. There is one so far.
            """),
        .conflictingKeys: Text(
            "keys that exclude each other",
            """
            Two keys stand together of which only one can hold.
            """),
        .secret: Text(
            "secret or environment in the spec",
            """
            The spec is the same in every environment and lies in version control. Secrets, addresses and \
            `${NAME}` stand in config (`etc/<service>.yaml`), which is read when the service starts.
            """),
        .templateSyntax: Text(
            "malformed text with placeholders",
            """
            A placeholder stands in braces: `{query.name}`. A brace that is meant as a character is written \
            twice: `{{`, `}}`.
            """),
        .empty: Text(
            "empty list",
            """
            The list has no items, so the key says nothing.
            """),
        .duplicateItem: Text(
            "item twice",
            """
            The same item stands in a list twice, or is in use already through a group around.
            """),
        .badPath: Text(
            "path out of place",
            """
            Files are named relative to the spec's folder, with `/` between folders, and lie inside of it; \
            imports may lie beside it and end in .yaml or .yml.
            """),
        .badURL: Text(
            "malformed URL",
            """
            A target is `http://host:port`, an origin `https://host`, and a redirect leads to a path or a URL.
            """),
        .badHeader: Text(
            "malformed header",
            """
            A header's name is a token (letters, digits, `-`), its value printable ASCII.
            """),
    ]
}
