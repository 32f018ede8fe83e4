public import Logging

/// The ways to authenticate of a service, with their keys: what routes with `auth` ask.
public struct Authentication: Sendable {
    private let authenticators: [String: any Authenticator]
    private let settings: [String: AuthSettings]
    private let checks: [String: @Sendable (Identity) throws -> Void]

    /// None: a route that asks for one can't be served.
    public init() { (authenticators, settings, checks) = ([:], [:], [:]) }

    /// Makes schemes ready with what the config says: keys are read now.
    ///
    /// - Parameter root: the folder that relative paths start from.
    /// - Throws: `SettingError` with everything that is missing or wrong.
    public init(
        _ schemes: [AuthScheme], settings: ServiceSettings, root: String = ".", logger: Logger
    ) throws(SettingError) {
        try self.init(schemes, settings: settings, root: root, logger: logger, clock: .system)
    }

    /// The same with a time of the caller's.
    ///
    /// - Parameter former: what held before the settings changed: schemes whose own settings are the same go on as they are.
    package init(
        _ schemes: [AuthScheme], settings: ServiceSettings, root: String = ".", logger: Logger,
        clock: WallClock, former: Authentication? = nil
    ) throws(SettingError) {
        let resolved = settings.auth.resolve(schemes)
        var findings = resolved.findings
        var authenticators: [String: any Authenticator] = [:]
        for scheme in schemes {
            let own = resolved.settings[scheme.name] ?? AuthSettings()
            let before = former?.authenticators[scheme.name]
            if let before, former?.settings[scheme.name] == own {
                authenticators[scheme.name] = before
                continue
            }
            let setup = SchemeSetup(
                name: scheme.name, settings: own, logger: logger, clock: clock, root: root, overrides: settings.auth,
                former: before)
            do throws(SchemeProblem) {
                authenticators[scheme.name] = try scheme.make(setup)
            } catch {
                findings.append(error.description)
            }
        }
        guard findings.isEmpty else { throw SettingError(description: findings.joined(separator: "\n")) }
        self.authenticators = authenticators
        self.settings = resolved.settings
        checks = Dictionary(schemes.compactMap { scheme in scheme.check.map { (scheme.name, $0) } }) { first, _ in first
        }
    }

    /// What asks for any of these schemes; nil if one of them isn't there.
    ///
    /// - Parameter isOptional: whether it lets in who brings no credentials.
    func gate(_ names: [String], isOptional: Bool = false) -> AuthGate? {
        let found = names.compactMap { authenticators[$0] }
        guard found.count == names.count else { return nil }
        return AuthGate(authenticators: found, checks: names.map { checks[$0] }, isOptional: isOptional)
    }
}
