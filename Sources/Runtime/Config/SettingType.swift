/// What is wrong with a setting's value, and how to mend it.
struct SettingProblem: Error, Hashable, Sendable {
    let message: String
    let help: String
}

/// How a setting is written and read.
struct SettingType<Value: Sendable>: Sendable {
    /// What it is called in the reference, such as `duration`.
    let name: String
    /// Whether a list may be written; its items come to `parse` joined by commas.
    let takesList: Bool
    let parse: @Sendable (String) throws(SettingProblem) -> Value
    let format: @Sendable (Value) -> String

    init(
        name: String, takesList: Bool = false, parse: @escaping @Sendable (String) throws(SettingProblem) -> Value,
        format: @escaping @Sendable (Value) -> String
    ) {
        self.name = name
        self.takesList = takesList
        self.parse = parse
        self.format = format
    }

    /// The same type, where `off` stands for nil.
    var optional: SettingType<Value?> {
        SettingType<Value?>(
            name: "\(name) or off", takesList: takesList,
            parse: { (text: String) throws(SettingProblem) -> Value? in text == "off" ? nil : try parse(text) },
            format: { $0.map(format) ?? "off" })
    }
}
