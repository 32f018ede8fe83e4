/// What a config that was read again changes of the settings in force.
struct SettingsChange: Sendable {
    /// What holds from now on: what needs a restart is as it was.
    private(set) var settings: ServiceSettings
    /// The keys whose new value can hold at once.
    private(set) var live: [String] = []
    /// The keys whose new value needs a restart.
    private(set) var restart: [String] = []
    /// The hubs that change.
    private(set) var hubs: [String: HubSettings] = [:]
    /// Whether any way to authenticate changes.
    private(set) var changesAuth = false

    /// - Parameter new: read from the same places as the old ones, with nothing wrong.
    init(from old: ServiceSettings, to new: ServiceSettings, schemes: [AuthScheme]) {
        settings = new
        for setting in ServiceSettings.table where !setting.isEqual(old, new) {
            if setting.change == .live {
                live.append(setting.path)
            } else {
                restart.append(setting.path)
                setting.copy(old, &settings)
                settings.sources[setting.path] = old.sources[setting.path]
            }
        }
        compare(auth: old, new, schemes)
        compare(hubs: old, new)
        if !old.app.says(new.app) {
            restart.append("app")
            settings.app = old.app
        }
    }

    private mutating func compare(auth old: ServiceSettings, _ new: ServiceSettings, _ schemes: [AuthScheme]) {
        let before = old.auth.resolve(schemes).settings
        let after = new.auth.resolve(schemes).settings
        for scheme in schemes {
            guard let before = before[scheme.name], let after = after[scheme.name] else { continue }
            for setting in AuthSettings.table where !setting.isEqual(before, after) {
                live.append("auth.\(scheme.name).\(setting.path)")
                changesAuth = true
            }
        }
    }

    private mutating func compare(hubs old: ServiceSettings, _ new: ServiceSettings) {
        let before = old.hubs.asked
        for after in new.hubs.asked {
            guard let held = before.first(where: { $0.name == after.name })?.settings else { continue }
            for setting in HubSettings.table where !setting.isEqual(held, after.wanted) {
                let key = "hubs.\(after.name).\(setting.path)"
                if setting.change == .live {
                    live.append(key)
                    hubs[after.name] = after.settings
                } else {
                    restart.append(key)
                }
            }
        }
    }

    /// Whether nothing that the config says is new.
    var isEmpty: Bool { live.isEmpty && restart.isEmpty }
}
