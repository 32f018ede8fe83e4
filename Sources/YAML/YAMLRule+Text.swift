extension YAMLRule {
    /// The words of the table, one row a rule.
    var text: (title: String, explanation: String) {
        switch self {
        case .fileTooLarge:
            (
                "file too large",
                "A file may have 4 MiB. Split a larger spec into several files and import them."
            )
        case .notUTF8:
            (
                "not UTF-8",
                "YAML files are read as UTF-8 text. Save the file in that encoding; a byte-order mark at the start is fine."
            )
        case .forbiddenCharacter:
            (
                "forbidden character",
                """
                YAML allows no control characters but tab and line breaks. U+0085, U+2028 and U+2029 are refused too: \
                parsers disagree whether they break a line. In double quotes all of them can be written as escapes.
                """
            )
        case .tabIndentation:
            (
                "tab in the indentation",
                "YAML indents with spaces only. Replace the tabs; most editors can do it for a whole file."
            )
        case .syntax:
            ("syntax error", "The text is not YAML at this place.")
        case .unclosedQuote:
            (
                "unclosed quote",
                """
                A quoted text runs to its closing quote, over line ends too. Inside single quotes a quote is written twice, \
                inside double quotes with a backslash.
                """
            )
        case .unclosedBracket:
            ("unclosed bracket", "Every [ needs its ], every { its }.")
        case .missingComma:
            (
                "missing comma",
                """
                Inside [ ] and { } entries are separated by commas. Text that holds a comma, a bracket, a brace or a \
                colon with a space needs quotes there.
                """
            )
        case .missingColon:
            (
                "missing colon",
                """
                A mapping's line is `key: value`, with a colon and a space. `key:value` is one word to YAML, and a line \
                without a colon is no entry.
                """
            )
        case .misplacedValue:
            (
                "colon out of place",
                """
                A second `: ` on a line would begin a mapping inside a value, which YAML does not allow there. Put quotes \
                around text that holds a colon with a space, or indent a nested mapping on its own lines.
                """
            )
        case .indentation:
            (
                "uneven indentation",
                "The entries of one mapping or list begin in the same column. Nested ones are indented further than their key."
            )
        case .reservedCharacter:
            (
                "reserved first character",
                "Plain text cannot begin with @, ` or %, nor with one of the signs that mean something to YAML. Put quotes around it."
            )
        case .badEscape:
            (
                "unknown escape",
                """
                In double quotes a backslash begins an escape: \\n, \\t, \\", \\\\, \\xNN, \\uNNNN, \\UNNNNNNNN and a few more. \
                For text with plain backslashes, such as a pattern, use single quotes.
                """
            )
        case .badBlockScalar:
            (
                "malformed block text",
                "After | or > may stand + or -, an indentation from 1 to 9 and a comment; the text begins on the next line."
            )
        case .badProperty:
            (
                "malformed anchor, alias, tag or directive",
                "`&name` names a node, `*name` repeats it, `!!type` says its type. Text that begins with one of these signs needs quotes."
            )
        case .optionalSuffix:
            (
                "`?` behind a bracket",
                "`[T]?` is no YAML: a ? cannot follow a list. Write `{ type: [T], optional: true }`."
            )
        case .misplacedItem:
            (
                "list item out of place",
                "A list's `- ` lines stand below their key, and a mapping's entries have no `- ` among them."
            )
        case .duplicateKey:
            ("duplicate key", "A mapping has every key once. Other parsers silently keep the last one.")
        case .keyNotScalar:
            (
                "key is no text",
                "A key is text, not a list or a mapping. An unquoted `{name}` or `[name]` as a key needs quotes."
            )
        case .emptyKey: ("empty key", "Something must stand before the colon.")
        case .mergeKey:
            (
                "merge key",
                "`<<` belongs to YAML 1.1 and is gone from 1.2. Write the entries out; object types have `$include`."
            )
        case .unknownAlias:
            (
                "unknown alias",
                "`*name` repeats the node that `&name` named further up. Text that begins with a * needs quotes."
            )
        case .recursiveAlias: ("alias inside its own anchor", "A node cannot hold itself.")
        case .aliasExpansion:
            (
                "aliases expand too far",
                "Aliases of aliases grow exponentially; what they repeat is limited to 10,000 nodes for a document."
            )
        case .unknownTag:
            (
                "unknown tag",
                "Only YAML's own tags are known: !!str, !!int, !!float, !!bool, !!null, !!seq and !!map."
            )
        case .tagMismatch: ("tag does not fit", "The value is not what its tag says.")
        case .severalDocuments:
            ("several documents", "A file holds one document. Put what follows `---` into a file of its own.")
        case .tooDeep: ("nested too deeply", "Lists and mappings nest at most 64 deep, aliases followed.")
        case .tooManyNodes: ("too many nodes", "A document has at most 1,000,000 keys and values.")
        case .tooManyFindings: ("too many findings", "Reading stopped because most of the rest would be noise.")
        }
    }
}
