/// A value of a config file, with the place it came from.
package struct ConfigNode: Hashable, Sendable {
    package let value: Value
    package let span: ConfigSpan
    /// Whether a `${…}` stood in the text, so that it may be a secret and is masked wherever settings are shown.
    package let isFromEnvironment: Bool

    package init(_ value: Value, span: ConfigSpan, isFromEnvironment: Bool = false) {
        self.value = value
        self.span = span
        self.isFromEnvironment = isFromEnvironment
    }

    /// What a node holds.
    package enum Value: Hashable, Sendable {
        /// Text, with its `${…}` replaced; what is quoted, or written with `|` or `>`, can only be a string.
        case scalar(text: String, quoted: Bool)
        /// A list.
        case sequence([ConfigNode])
        /// Keys with values in the file's order; every key occurs once.
        case mapping([Entry])
    }

    /// A key with its value.
    package struct Entry: Hashable, Sendable {
        package let key: String
        package let keySpan: ConfigSpan
        package let value: ConfigNode

        package init(key: String, keySpan: ConfigSpan, value: ConfigNode) {
            self.key = key
            self.keySpan = keySpan
            self.value = value
        }
    }
}

extension ConfigNode {
    /// A scalar's text, whatever it means.
    package var text: String? {
        if case .scalar(let text, _) = value { text } else { nil }
    }

    /// The items, if it is a list.
    package var sequence: [ConfigNode]? {
        if case .sequence(let items) = value { items } else { nil }
    }

    /// The entries, if it is a mapping.
    package var mapping: [Entry]? {
        if case .mapping(let entries) = value { entries } else { nil }
    }

    /// The value of a mapping's key, or `nil`.
    package subscript(key: String) -> ConfigNode? {
        mapping?.first { $0.key == key }?.value
    }

    /// What a scalar means under YAML 1.2's core schema; `nil` for a list or mapping.
    package var meaning: ConfigScalar? {
        guard case .scalar(let text, let quoted) = value else { return nil }
        return quoted ? .string(text) : ConfigScalar(plain: text)
    }

    /// Whether it is `null`, `~` or nothing at all.
    package var isNull: Bool { meaning == .null }

    /// Whether it says the same as another, wherever the two stand and in whatever order their keys come.
    package func says(_ other: ConfigNode) -> Bool {
        switch (value, other.value) {
        case (.scalar, .scalar): meaning == other.meaning
        case (.sequence(let mine), .sequence(let others)):
            mine.count == others.count && zip(mine, others).allSatisfy { $0.says($1) }
        case (.mapping(let mine), .mapping(let others)):
            mine.count == others.count && mine.allSatisfy { entry in other[entry.key].map(entry.value.says) ?? false }
        default: false
        }
    }

    /// What it is, for messages: `a mapping`, `a list`, `a string`, `an integer`, `a number`, `a Boolean` or `nothing`.
    package var kindName: String {
        switch value {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar: meaning?.kindName ?? "a string"
        }
    }
}
