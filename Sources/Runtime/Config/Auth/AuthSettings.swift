/// What the config says of one way to authenticate: `auth.<name>` of the file, and the environment.
package struct AuthSettings: Hashable, Sendable {
    /// The secret that signs tokens.
    package var secret: String?
    /// The secret from before, which is taken too while keys change.
    package var previousSecret: String?
    /// Names with their key, hash or secret: `name:value`.
    package var keys: [String] = []
    /// A file of keys; it is read again when it changes.
    package var file: String?
    /// Where an issuer publishes its keys (a JWK set).
    package var url: String?
    /// The `iss` that tokens must have.
    package var issuer: String?
    /// The `aud` that tokens must have.
    package var audience: String?
    /// How far clocks may be apart.
    package var leeway: Duration?

    package init() {}
}

extension AuthSettings {
    /// What `auth.<name>` can say.
    static let table: [Setting<AuthSettings>] = [
        Setting(
            "secret", .secret, \.secret, .live,
            "The secret that signs a scheme's tokens (`jwt` with HS256, HS384, HS512)."),
        Setting(
            "previousSecret", .secret, \.previousSecret, .live,
            "The secret from before, taken too while it changes (`jwt` with `rotation`)."),
        Setting(
            "keys", .secrets, \.keys, .live,
            "Who may come, as `name:value`: `sha256:…` for `apiKey`, a password's hash for `basic`, a secret for `signed`."
        ),
        Setting(
            "file", .orNone(.text), \.file, .live,
            "A file of keys, read again when it changes: PEM or a JWK set for `jwt`, else a `name:value` a line."),
        Setting("url", .orNone(.text), \.url, .live, "Where an issuer publishes its JWK set (`jwt` with `keys: url`)."),
        Setting(
            "issuer", .orNone(.text), \.issuer, .live, "The `iss` that tokens must have; none: what the spec says."),
        Setting(
            "audience", .orNone(.text), \.audience, .live, "The `aud` that tokens must have; none: what the spec says."),
        Setting(
            "leeway", .orNone(.duration(.zero...(.seconds(3600)))), \.leeway, .live,
            "How far clocks may be apart; none: what the spec says."),
    ]
}

extension SettingType where Value == String? {
    /// Text that is never shown.
    static let secret = SettingType(name: "secret") { (text: String) throws(SettingProblem) -> String? in
        guard !text.isEmpty else {
            throw SettingProblem(message: "the value is empty", help: "write a secret, or leave the key out")
        }
        return text
    } format: {
        $0 == nil ? "none" : "***"
    }
}

extension SettingType where Value == [String] {
    /// A list of `name:value`, of which only the names are shown.
    static let secrets = SettingType(
        name: "list", takesList: true
    ) { (text: String) throws(SettingProblem) -> [String] in
        text == "none" ? [] : Words.items(text)
    } format: { entries in
        entries.isEmpty ? "none" : entries.map { "\($0.prefix { $0 != ":" }):***" }.joined(separator: ", ")
    }
}

extension SettingType {
    /// The same type, where `none` stands for nil.
    static func orNone<Wrapped>(_ type: SettingType<Wrapped>) -> SettingType where Value == Wrapped? {
        SettingType(
            name: type.name, takesList: type.takesList,
            parse: { (text: String) throws(SettingProblem) -> Wrapped? in text == "none" ? nil : try type.parse(text) },
            format: { $0.map(type.format) ?? "none" })
    }
}
